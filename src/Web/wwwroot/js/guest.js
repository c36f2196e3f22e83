// What visitors press. It knows nothing of the dashboard, and loads nothing else: a guest link is opened on whatever phone somebody has.
(function () {
  'use strict';
  const texts = {
    en: { free: 'Press something!', gone: 'That is not offered here any more.', crowd: 'Many come in just now. It goes on by itself.', other: 'It is somebody else’s turn.', own: 'Thank you! Others may press now.', on: 'on', away: 'not there just now', level: 'Brightness of', until: 'Open until', closed: 'Nothing can be pressed here now. Ask the people at the layout.', lost: 'No contact. It is tried again by itself.', failed: 'That did not work. Try it again.', plays: 'runs', stop: 'press to stop' },
    de: { free: 'Drück etwas!', gone: 'Das gibt es hier nicht mehr.', crowd: 'Gerade kommen viele. Es geht von selbst weiter.', other: 'Gerade ist jemand anders dran.', own: 'Danke! Jetzt sind andere dran.', on: 'an', away: 'gerade nicht da', level: 'Helligkeit von', until: 'Offen bis', closed: 'Hier lässt sich gerade nichts drücken. Frag die Leute an der Anlage.', lost: 'Kein Kontakt. Es wird von selbst weiter versucht.', failed: 'Das ging nicht. Versuch es noch einmal.', plays: 'läuft', stop: 'Drücken hält an' },
    fr: { free: 'Appuie sur quelque chose !', gone: 'Ce n’est plus proposé ici.', crowd: 'Beaucoup de monde arrive. Cela continue de soi-même.', other: 'C’est le tour de quelqu’un d’autre.', own: 'Merci ! C’est le tour des autres.', on: 'allumé', away: 'absent pour le moment', level: 'Luminosité de', until: 'Ouvert jusqu’à', closed: 'Rien à presser ici pour le moment. Demande aux gens du réseau.', lost: 'Pas de contact. Un nouvel essai se fait de lui-même.', failed: 'Cela n’a pas marché. Essaie encore.', plays: 'en cours', stop: 'appuyer pour arrêter' },
    it: { free: 'Premi qualcosa!', gone: 'Qui non c’è più.', crowd: 'Stanno entrando in molti. Si prosegue da sé.', other: 'È il turno di qualcun altro.', own: 'Grazie! Ora tocca ad altri.', on: 'acceso', away: 'ora non c’è', level: 'Luminosità di', until: 'Aperto fino alle', closed: 'Ora qui non si può premere nulla. Chiedi a chi sta all’impianto.', lost: 'Nessun contatto. Si riprova da sé.', failed: 'Non ha funzionato. Riprova.', plays: 'in corso', stop: 'premi per fermare' },
    zh: { free: '按一个试试！', gone: '这里不再提供此项。', crowd: '现在进来的人很多。会自动继续。', other: '现在轮到别人。', own: '谢谢！现在轮到别人。', on: '已亮', away: '暂时不可用', level: '亮度：', until: '开放至', closed: '现在不能按。请询问现场人员。', lost: '没有连接。会自动重试。', failed: '没有成功。请再试一次。', plays: '进行中', stop: '按下停止' },
    hi: { free: 'कुछ दबाएँ!', gone: 'यह अब यहाँ नहीं है।', crowd: 'अभी बहुत लोग आ रहे हैं। यह अपने आप आगे बढ़ेगा।', other: 'अभी किसी और की बारी है।', own: 'धन्यवाद! अब दूसरों की बारी है।', on: 'चालू', away: 'अभी उपलब्ध नहीं', level: 'चमक:', until: 'खुला है', closed: 'अभी यहाँ कुछ दबाया नहीं जा सकता। लेआउट पर लोगों से पूछें।', lost: 'संपर्क नहीं। फिर से कोशिश अपने आप होती है।', failed: 'यह नहीं हुआ। फिर कोशिश करें।', plays: 'चल रहा है', stop: 'रोकने के लिए दबाएँ' }
  };
  const wanted = (navigator.languages || [navigator.language || 'en']).map(function (tag) { return tag.split('-')[0].toLowerCase(); });
  const language = wanted.filter(function (tag) { return texts[tag]; })[0] || 'en';
  const text = texts[language];
  document.documentElement.lang = language;

  const byId = function (id) { return document.getElementById(id); };
  const layout = byId('layout'), said = byId('said'), count = byId('count'), buttons = byId('buttons'), until = byId('until');
  const period = 1500;
  let token = location.pathname.split('/')[2] || null;
  let view = null, freeAt = 0, isYours = false, shape = '', trouble = null, note = null, again = 0, pressing = null, timer = null;

  const say = function (sentence) {
    // A screen reader reads what changes: so it changes only when there is something new to say.
    if (said.textContent !== sentence) {
      said.textContent = sentence;
    }
  };

  const build = function () {
    buttons.textContent = '';
    view.buttons.forEach(function (button, index) {
      const thing = document.createElement('div');
      thing.className = 'thing';
      const press = document.createElement('button');
      press.type = 'button';
      press.setAttribute('data-testid', 'press');
      press.appendChild(document.createTextNode(button.label));
      press.appendChild(document.createElement('small'));
      press.addEventListener('click', function () {
        const now = view.buttons[index];
        send(index, { button: index, key: now.key, active: now.kind === 'scene' || !now.isOn });
      });
      thing.appendChild(press);
      if (typeof button.level === 'number') {
        const level = document.createElement('input');
        level.type = 'range';
        level.min = '1';
        level.max = '100';
        level.setAttribute('aria-label', text.level + ' ' + button.label);
        level.setAttribute('data-testid', 'level');
        level.addEventListener('change', function () {
          send(index, { button: index, key: view.buttons[index].key, active: true, brightness: Number(level.value) }).then(function (isDone) {
            // What was not done is not shown, also while a finger still rests there.
            if (!isDone && view && view.buttons[index]) {
              level.value = view.buttons[index].level || 100;
            }
          });
        });
        thing.appendChild(level);
      }
      buttons.appendChild(thing);
    });
  };

  const show = function () {
    const left = Math.max(0, freeAt - Date.now());
    if (!view) {
      say(trouble || '');
      count.textContent = '';
      until.textContent = '';
      return;
    }

    layout.textContent = view.layout;
    document.title = view.layout;
    const now = view.buttons.map(function (button) { return button.key + button.label + typeof button.level; }).join('|');
    if (now !== shape) {
      shape = now;
      build();
    }

    view.buttons.forEach(function (button, index) {
      const thing = buttons.children[index];
      const press = thing.firstChild;
      press.setAttribute('data-on', button.isOn ? 'true' : 'false');
      if (button.kind !== 'scene') {
        press.setAttribute('aria-pressed', button.isOn ? 'true' : 'false');
      }
      press.setAttribute('aria-disabled', left > 0 || button.isAway || trouble ? 'true' : 'false');
      press.setAttribute('aria-busy', pressing === index ? 'true' : 'false');
      press.lastChild.textContent = button.isAway ? text.away : !button.isOn ? '' : button.kind === 'show' ? text.plays + ' – ' + text.stop : text.on;
      const level = thing.querySelector('input');
      if (level && document.activeElement !== level) {
        level.value = button.level || 100;
      }
    });
    say(trouble || note || (left > 0 ? (isYours ? text.own : text.other) : text.free));
    count.textContent = left > 0 && !trouble ? Math.ceil(left / 1000) + ' s' : '';
    until.textContent = text.until + ' ' + new Date(view.openUntil).toLocaleString(language, new Date(view.openUntil) - Date.now() > 43200000 ? { weekday: 'short', hour: '2-digit', minute: '2-digit' } : { hour: '2-digit', minute: '2-digit' });
  };

  const close = function () {
    view = null;
    shape = '';
    buttons.textContent = '';
    trouble = text.closed;
    show();
  };

  const ask = function (method, address, body) {
    return fetch(address, { method: method, cache: 'no-store', credentials: 'same-origin', headers: body ? { 'Content-Type': 'application/json' } : {}, body: body ? JSON.stringify(body) : undefined });
  };

  // Takes in what the server answered; gives whether it was what was asked for.
  const take = function (answer) {
    if (answer.status === 401) {
      close();
      return false;
    }
    return answer.json().then(function (told) {
      if (answer.ok) {
        view = told;
        isYours = told.turn.isYours;
        freeAt = Date.now() + told.turn.wait;
        trouble = null;
      } else if (answer.status === 429 && !view) {
        // Nobody waits longer than they were told, and not all at the same moment.
        again = 1000 * (told.retryAfter || 1) + Math.random() * 1000;
        trouble = text.crowd;
      } else if (answer.status === 429) {
        freeAt = Math.max(freeAt, Date.now() + 1000 * (told.retryAfter || 1));
        isYours = told.code === 'guestPause';
      } else if (told.code === 'guestButtonGone') {
        // What is there now comes with the next look; this is said for long enough to be read.
        note = text.gone;
        setTimeout(function () { note = null; }, 4000);
      } else {
        trouble = answer.status >= 500 ? text.lost : text.failed;
      }
      show();
      return answer.ok;
    });
  };

  const fail = function (away) {
    console.info('railhub: ' + away.message);
    trouble = text.lost;
    show();
    return false;
  };

  const send = function (index, press) {
    if (pressing !== null || freeAt > Date.now() || trouble || view.buttons[index].isAway) {
      show();
      return Promise.resolve(false);
    }
    pressing = index;
    show();
    return ask('POST', '/api/guest/press', press).then(take).catch(fail).then(function (isDone) {
      pressing = null;
      show();
      return isDone;
    });
  };

  const look = function () {
    clearTimeout(timer);
    const asking = token ? ask('POST', '/api/guest', { token: token }) : ask('GET', '/api/guest');
    asking.then(take).catch(fail).then(function (isIn) {
      if (isIn && token) {
        // The secret does not stay where a shoulder, a screenshot or the browser's history has it.
        token = null;
        history.replaceState(null, '', '/g');
      }
      if (!document.hidden) {
        clearTimeout(timer);
        timer = setTimeout(look, view ? period : again || 5000);
        again = 0;
      }
    });
  };

  document.addEventListener('visibilitychange', function () {
    if (!document.hidden) {
      look();
    }
  });
  setInterval(show, 250);
  look();
}());
