// A wall screen on which nobody can type: it shows six digits, somebody types them on a phone, and it looks at that layout from then on.
(function () {
  'use strict';
  const texts = {
    en: { how: 'Whoever owns the layout types these digits on their phone: Setup, Wall screens.', lost: 'RailHub is not reached. It is tried again by itself.' },
    de: { how: 'Wem die Anlage gehört, tippt diese Ziffern am Telefon ein: Einrichten, Wandbildschirme.', lost: 'RailHub ist nicht zu erreichen. Es wird von selbst weiter versucht.' },
    fr: { how: 'Qui possède le réseau tape ces chiffres sur son téléphone : Réglages, Écrans muraux.', lost: 'RailHub n’est pas joint. Un nouvel essai se fait de lui-même.' },
    it: { how: 'Chi possiede l’impianto digita queste cifre sul telefono: Impostazioni, Schermi a parete.', lost: 'RailHub non si raggiunge. Si riprova da sé.' },
    zh: { how: '布局的所有者在手机上输入这些数字：设置，墙上屏幕。', lost: '无法连接 RailHub。会自动重试。' },
    hi: { how: 'लेआउट के स्वामी ये अंक अपने फ़ोन पर लिखें: सेटअप, दीवार स्क्रीन।', lost: 'RailHub तक पहुँच नहीं। फिर से कोशिश अपने आप होती है।' }
  };
  const wanted = (navigator.languages || [navigator.language || 'en']).map(function (tag) { return tag.split('-')[0].toLowerCase(); });
  const language = wanted.filter(function (tag) { return texts[tag]; })[0] || 'en';
  const text = texts[language];
  document.documentElement.lang = language;
  const digits = document.getElementById('digits'), said = document.getElementById('said');
  let key = null;

  const post = function (address, body) {
    return fetch(address, { method: 'POST', cache: 'no-store', credentials: 'same-origin', headers: body ? { 'Content-Type': 'application/json' } : {}, body: body ? JSON.stringify(body) : undefined });
  };
  const say = function (sentence) {
    if (said.textContent !== sentence) {
      said.textContent = sentence;
    }
  };
  const step = function () {
    return (key ? post('/api/screens/session', { key: key }) : post('/api/screens')).then(function (answer) {
      if (answer.status === 400) {
        // The digits are void: others come at once.
        key = null;
        return step();
      }
      if (answer.status === 429) {
        return (Number(answer.headers.get('Retry-After')) || 2) * 1000;
      }
      if (!answer.ok) {
        throw new Error('HTTP ' + answer.status);
      }
      return answer.json().then(function (told) {
        if (told.code) {
          key = told.key;
          digits.textContent = told.code.slice(0, 3) + ' ' + told.code.slice(3);
        } else if (told.layout) {
          location.replace('/wall/' + told.layout);
          return 60000;
        }
        say(text.how);
        return 2000;
      });
    });
  };
  const go = function () {
    step().catch(function (away) {
      console.info('railhub: ' + away.message);
      say(text.lost);
      return 5000;
    }).then(function (wait) { setTimeout(go, wait); });
  };
  go();
}());
