// The browser's half of Shell/Browser.cs. It runs before the page is painted, so that the theme and the language never flash.
(() => {
  const languages = ['en', 'de', 'fr', 'it', 'zh', 'hi'];
  const themes = ['auto', 'light', 'dark'];
  const keep = (name, value) => {
    try {
      localStorage.setItem(`railhub.${name}`, value);
    } catch {
      console.info(`railhub: this browser keeps no settings; "${name}" lasts until the page is left.`);
    }
  };
  const kept = name => {
    try {
      return localStorage.getItem(`railhub.${name}`);
    } catch {
      return null;
    }
  };
  const forget = name => {
    try {
      localStorage.removeItem(`railhub.${name}`);
    } catch {
      console.info(`railhub: this browser keeps no settings.`);
    }
  };
  // What lasts for as long as the window: read, set, or put away by null.
  const session = (name, value) => {
    try {
      if (value === null) {
        sessionStorage.removeItem(`railhub.${name}`);
      } else if (value) {
        sessionStorage.setItem(`railhub.${name}`, value);
      }
      return sessionStorage.getItem(`railhub.${name}`);
    } catch {
      return null;
    }
  };
  // The code of a new club comes behind the #, which no browser sends. It leaves the address bar before anybody reads it there.
  if (/\/welcome$/.test(location.pathname) && location.hash.length > 1) {
    session('code', decodeURIComponent(location.hash.slice(1)));
    history.replaceState(history.state, '', location.pathname);
  }
  const prefersDark = matchMedia('(prefers-color-scheme: dark)');
  const prefersStillness = matchMedia('(prefers-reduced-motion: reduce)');
  const paint = theme => {
    document.documentElement.dataset.scheme = theme === 'auto' ? (prefersDark.matches ? 'dark' : 'light') : theme;
  };
  // What can take the focus, and is no worse a place for being reached by the platform itself.
  const focusable = 'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, [tabindex]';

  // An element and all around it, each with its neighbours: what is left of that when the element has gone is the way back.
  const trailOf = element => {
    const trail = [];
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      trail.push({ at, neighbours: [at.nextElementSibling, at.previousElementSibling] });
    }
    return trail;
  };
  const followBack = trail => {
    for (const { at, neighbours } of trail) {
      const near = at.isConnected ? [at.matches(focusable) ? at : null]
        : neighbours.filter(neighbour => neighbour?.isConnected).map(neighbour => neighbour.matches(focusable) ? neighbour : neighbour.querySelector(focusable));
      const target = near.find(Boolean);
      if (target) {
        target.focus({ preventScroll: at.isConnected });
        return;
      }
    }
    document.querySelector('h1')?.focus();
  };
  const opened = [];
  let following = 0;

  // Who skips to a page that is still being loaded stays with it: what is loaded comes as another element, and its heading takes the focus.
  let skips = false;
  const skip = () => {
    skips = true;
    document.getElementById('main')?.focus();
  };
  addEventListener('focusin', event => {
    if (skips && event.target.matches('h1')) {
      document.getElementById('main')?.focus();
    } else {
      skips &&= event.target.id === 'main';
    }
  });
  addEventListener('pointerdown', () => skips = false, { capture: true });

  const railhub = window.railhub = {
    language() {
      const wished = [kept('language'), ...navigator.languages].filter(Boolean).map(tag => tag.split('-')[0].toLowerCase());
      return wished.find(tag => languages.includes(tag)) ?? languages[0];
    },
    chooseLanguage(language) {
      if (language) {
        keep('language', language);
      } else {
        forget('language');
      }
      location.reload();
    },
    // A browser that keeps nothing would load for ever.
    followLanguage(language) {
      if (languages.includes(language) && language !== railhub.language()) {
        keep('language', language);
        if (kept('language') === language) {
          location.reload();
        }
      }
    },
    theme: () => themes.includes(kept('theme')) ? kept('theme') : 'auto',
    chooseTheme(theme) {
      keep('theme', theme);
      paint(theme);
    },
    isLeftHanded: () => kept('hand') === 'left',
    setLeftHanded(isLeftHanded) {
      keep('hand', isLeftHanded ? 'left' : 'right');
      document.documentElement.dataset.hand = isLeftHanded ? 'left' : 'right';
    },
    version: () => document.documentElement.dataset.version ?? null,
    loadAgain: () => location.reload(),
    // While gateways of two versions serve, the page may come from one and its hub from the other: each version is followed, and left, once
    // in five minutes, so that loading by itself goes in no circle.
    followVersion(served) {
      clearTimeout(following);
      const own = railhub.version();
      if (own && served !== own) {
        const seen = JSON.parse(kept('versions') ?? '{}');
        const wait = Math.min(300000, Math.max(10000 - performance.now(), (seen[served] ?? 0) + 300000 - Date.now(), 0));
        following = setTimeout(() => {
          keep('versions', JSON.stringify({ [own]: Date.now(), [served]: Date.now() }));
          location.reload();
        }, wait);
      }
    },
    isSecure: () => isSecureContext,
    // No browser makes one for an IP address (WebAuthn level 3, 5.1.3).
    offersPasskeys: () => isSecureContext && !!window.PublicKeyCredential?.parseCreationOptionsFromJSON && !/^[\d.]+$|:/.test(location.hostname),
    code: () => session('code'),
    spendCode: () => session('code', null),
    copy: text => navigator.clipboard.writeText(text),
    kept,
    keep,
    focusMain: skip,
    showModal(dialog) {
      // A menu that opened the dialog has closed meanwhile: its button is what people come back to.
      const before = document.activeElement;
      opened.push(trailOf(before?.closest?.('details.menu')?.querySelector('summary') ?? before));
      dialog.showModal();
    },
    reopenModal: dialog => dialog.showModal(),
    leaveModal() {
      const trail = opened.pop();
      // The dialog leaves the page only after this call, and nothing behind it takes the focus while it is there.
      setTimeout(() => trail && followBack(trail));
    },
    placeIn(element, x, y) {
      const box = element.getBoundingClientRect();
      const share = (at, start, length) => Math.min(1, Math.max(0, (at - start) / length));
      return [share(x, box.left, box.width), share(y, box.top, box.height)];
    },
    drawLevels(lines, all) {
      for (const line of lines) {
        const [mac, pin, level] = line.split(' ');
        for (const lamp of document.querySelectorAll(`[data-moving="true"][data-mac="${mac}"][data-pin="${pin}"]`)) {
          const box = !all && lamp.getBoundingClientRect();
          if (all || (box.bottom > 0 && box.top < innerHeight && box.width > 0)) {
            lamp.style.setProperty('--level', level);
          }
        }
      }
    },
    wantsStillness: () => prefersStillness.matches,
    showNext(list) {
      const cue = list.querySelector('[data-next="true"]') ?? list.querySelector('[aria-current="step"]');
      cue?.scrollIntoView({ block: 'center', behavior: prefersStillness.matches ? 'auto' : 'smooth' });
    },
    show(selector) {
      const found = document.querySelector(selector);
      // The page's heading takes the focus first.
      found && setTimeout(() => {
        const target = found.querySelector(focusable) ?? found;
        if (!target.matches(focusable)) {
          target.tabIndex = -1;
        }
        found.scrollIntoView({ block: 'center' });
        target.focus({ preventScroll: true });
        found.dataset.found = '';
        setTimeout(() => delete found.dataset.found, 6000);
      });
      return !!found;
    },
    isOpen: menu => menu.isConnected && menu.open,
    async stayAwake() {
      // Browsers give it on https and localhost only, and take it back whenever the page is hidden.
      const ask = () => document.hidden ? null : navigator.wakeLock?.request('screen').catch(refused => console.info(`railhub: the screen may sleep: ${refused.message}`));
      document.addEventListener('visibilitychange', ask);
      await ask();
    },
    onWake(dashboard) {
      const wake = () => dashboard.invokeMethodAsync('WokenAsync');
      let hiddenAt = 0;
      document.addEventListener('visibilitychange', () => {
        if (document.hidden) {
          hiddenAt = performance.now();
        } else if (performance.now() - hiddenAt > 5000) {
          wake();
        }
      });
      addEventListener('online', wake);
    },
  };

  // Only by https and on the same machine do browsers let a page have one.
  if (isSecureContext && navigator.serviceWorker) {
    addEventListener('load', () => navigator.serviceWorker.register('service-worker.js')
      .catch(refused => console.info(`railhub: this browser shows a page of its own when the server is away: ${refused.message}`)));
  }

  prefersDark.addEventListener('change', () => paint(railhub.theme()));
  paint(railhub.theme());
  document.documentElement.dataset.hand = railhub.isLeftHanded() ? 'left' : 'right';
  document.documentElement.lang = railhub.language();

  // Menus are <details>: a click elsewhere, a choice in them, or Escape closes them.
  addEventListener('click', event => {
    for (const menu of document.querySelectorAll('details.menu[open]')) {
      if (!menu.contains(event.target) || event.target.closest('[data-closes-menu]')) {
        if (menu.contains(document.activeElement)) {
          menu.querySelector('summary').focus();
        }
        menu.open = false;
      }
    }
  });
  addEventListener('keydown', event => {
    const menu = event.key === 'Escape' && document.querySelector('details.menu[open]');
    if (menu) {
      event.preventDefault();
      menu.open = false;
      menu.querySelector('summary').focus();
    }
  });

  // Who types a password sees at once that the capitals are locked.
  for (const by of ['keydown', 'keyup']) {
    addEventListener(by, event => {
      const password = event.target.closest?.('.password');
      if (password && event.getModifierState) {
        password.dataset.capitals = event.getModifierState('CapsLock') ? 'true' : 'false';
      }
    });
  }

  // The keys are named, and a search is begun, where that is asked for, not where somebody types.
  addEventListener('keydown', event => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest?.('input, textarea, select') && !document.querySelector('dialog[open]')) {
      const search = event.key === '/' && document.querySelector('[data-opens-search]');
      if (search) {
        event.preventDefault();
        search.focus();
      } else if (event.key === '?') {
        document.querySelector('[data-opens-keys]')?.click();
      }
    }
  });

  // From the field to what was found and back.
  addEventListener('keydown', event => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const finder = step && event.target.closest?.('[data-hits]');
    if (finder) {
      const stops = [...finder.querySelectorAll('input, .hits a')];
      const target = stops[stops.indexOf(event.target) + step];
      if (target && stops.includes(event.target)) {
        event.preventDefault();
        target.focus();
      }
    }
  });

  // The keys of a desk: what a button prints as its key presses it, wherever the focus is. A held key is one press. Who came to another
  // button by keys presses that one with the space bar; where somebody types, and over a dialog, keys are what they always are.
  const typesIn = 'input:not([type=range], [type=checkbox]), textarea, select, [contenteditable]';
  const deskKey = event => event.key === ' ' ? 'Space' : event.key.length > 1 || /[a-z]/i.test(event.key) ? event.key.toUpperCase() : event.code.replace('Key', '');
  let byKeys = false;
  let cameByKeys = null;
  addEventListener('pointerdown', () => byKeys = false, { capture: true });
  addEventListener('keydown', event => byKeys = event.key === 'Tab' || event.key.startsWith('Arrow'), { capture: true });
  addEventListener('focusin', event => cameByKeys = byKeys ? event.target : null);
  const deskButton = event => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(typesIn) || document.querySelector('dialog[open], details.menu[open]')
        || (event.key === ' ' && cameByKeys === event.target && event.target.matches('button, summary, input:not([type=range]), [role=switch]'))) {
      return null;
    }
    const name = deskKey(event);
    return [...document.querySelectorAll('[data-key]')].find(button => button.dataset.key.toUpperCase() === name.toUpperCase());
  };
  addEventListener('keydown', event => {
    const button = deskButton(event);
    if (button) {
      event.preventDefault();
      if (!event.repeat) {
        button.click();
      }
    }
  });
  addEventListener('keyup', event => {
    if (event.key === ' ' && deskButton(event)) {
      event.preventDefault();
    }
  });

  // Who scrolls away from what comes next wants to see something else.
  const looksElsewhere = event => {
    if (!event.target.closest?.('dialog, .slide, .menu-panel')) {
      document.querySelector('[data-looks-elsewhere]')?.click();
    }
  };
  for (const by of ['wheel', 'touchmove']) {
    addEventListener(by, looksElsewhere, { passive: true });
  }
  addEventListener('keydown', event => ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End'].includes(event.key) && looksElsewhere(event));

  // Who has the focus keeps a place in the page: when that leaves it, the focus goes to what is next to it. Messages come over what
  // people do, so from them it goes back to that.
  let focused = null;
  let trail = [];
  addEventListener('focusin', event => {
    focused = event.target;
    if (!focused.closest('.toasts')) {
      trail = trailOf(focused);
    }
  });
  addEventListener('focusout', event => setTimeout(() => {
    if (focused === event.target && focused.isConnected && document.activeElement !== focused) {
      focused = null;
    }
  }));
  // What is said below the top bar covers nothing of the page: the page begins lower by its height.
  const banners = document.getElementsByClassName('banner-place');
  let measured = null;
  const room = new ResizeObserver(([{ target }]) => document.documentElement.style.setProperty('--banner', `${target.offsetHeight}px`));
  new MutationObserver(() => {
    if (banners[0] && banners[0] !== measured) {
      room.disconnect();
      measured = banners[0];
      room.observe(measured);
    }
    if (focused && !focused.isConnected && (document.activeElement ?? document.body) === document.body) {
      focused = null;
      followBack(trail);
    }
  }).observe(document, { childList: true, subtree: true });

  // A slider does not take a finger that scrolls: it follows one that goes sideways, or a tap. The input itself is for keys.
  const least = 8;
  let slide = null;
  const setSlide = (place, x) => {
    const input = place.querySelector('input');
    const { left, width } = input.getBoundingClientRect();
    const [min, max] = [Number(input.min), Number(input.max)];
    const value = String(Math.round(min + Math.min(1, Math.max(0, (x - left) / width)) * (max - min)));
    if (!input.disabled && input.value !== value) {
      input.value = value;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }
  };
  addEventListener('pointerdown', event => {
    const place = event.target.closest?.('.slide');
    slide = place && event.button === 0 ? { place, id: event.pointerId, x: event.clientX, y: event.clientY, sideways: event.pointerType === 'mouse' } : null;
    if (slide?.sideways) {
      place.setPointerCapture(event.pointerId);
      setSlide(place, event.clientX);
    }
  });
  addEventListener('pointermove', event => {
    if (slide?.id !== event.pointerId) {
      return;
    }
    const [across, along] = [Math.abs(event.clientX - slide.x), Math.abs(event.clientY - slide.y)];
    if (!slide.sideways && along > across && along > least) {
      slide = null;
      return;
    }
    if (slide.sideways || across > least) {
      slide.sideways = true;
      slide.place.setPointerCapture(event.pointerId);
      setSlide(slide.place, event.clientX);
    }
  });
  // A hand that leaves it where it is has decided; one that was taken for something else has not.
  const leaveSlide = place => {
    const input = place.querySelector('input');
    if (!input.disabled) {
      input.dispatchEvent(new Event('change', { bubbles: true }));
    }
  };
  addEventListener('pointerup', event => {
    if (slide?.id === event.pointerId && slide.sideways) {
      leaveSlide(slide.place);
    }
    slide = null;
  });
  addEventListener('pointercancel', () => slide = null);
  addEventListener('click', event => {
    // A click by a key, or by a program, has no place on the slider.
    const place = event.detail > 0 && event.target.closest?.('.slide');
    if (place) {
      setSlide(place, event.clientX);
      leaveSlide(place);
      place.querySelector('input').focus({ preventScroll: true });
    }
  });

  // A long press on a lamp opens what else can be done with it, and so does the other button of a mouse; neither switches it.
  const longPress = 500;
  let press = null;
  const openSheet = tile => tile.parentElement.querySelector('[data-opens-more]').click();
  addEventListener('pointerdown', event => {
    clearTimeout(press?.timer);
    const tile = event.button === 0 && event.target.closest?.('[data-long-press]');
    press = tile ? { tile, x: event.clientX, y: event.clientY } : null;
    if (press) {
      press.timer = setTimeout(() => {
        press.opened = true;
        openSheet(tile);
      }, longPress);
    }
  });
  addEventListener('pointermove', event => {
    if (press && Math.hypot(event.clientX - press.x, event.clientY - press.y) > least) {
      clearTimeout(press.timer);
    }
  });
  for (const end of ['pointerup', 'pointercancel']) {
    addEventListener(end, () => clearTimeout(press?.timer));
  }
  addEventListener('click', event => {
    if (press?.opened && press.tile.contains(event.target)) {
      event.stopPropagation();
      event.preventDefault();
      press = null;
    }
  }, { capture: true });
  addEventListener('contextmenu', event => {
    const tile = event.target.closest?.('[data-long-press]');
    if (tile) {
      event.preventDefault();
      clearTimeout(press?.timer);
      if (!press?.opened) {
        openSheet(tile);
      }
    }
  });

  // Within a group of lamps the arrow keys go from one to the next; the Tab key goes on to the next group.
  addEventListener('keydown', event => {
    const group = event.target.closest?.('.tiles, .cues');
    if (!group || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const all = [...group.querySelectorAll('button')];
    const here = all.indexOf(event.target);
    const box = event.target.getBoundingClientRect();
    const inNextRow = direction => all
      .filter(other => other.className === event.target.className)
      .map(other => ({ other, at: other.getBoundingClientRect() }))
      .filter(({ at }) => direction * (at.top - box.top) > 1)
      .sort((one, two) => direction * (one.at.top - two.at.top) || Math.abs(one.at.left - box.left) - Math.abs(two.at.left - box.left))[0]?.other;
    const target = {
      ArrowRight: () => all[here + 1],
      ArrowLeft: () => all[here - 1],
      ArrowDown: () => inNextRow(1),
      ArrowUp: () => inNextRow(-1),
      Home: () => all[0],
      End: () => all.at(-1),
    }[event.key];
    if (target) {
      event.preventDefault();
      target()?.focus();
    }
  });
})();
