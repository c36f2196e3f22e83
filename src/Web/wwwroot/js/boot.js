// The browser's half of Shell/Browser.cs. It runs before the page is painted, so that the theme and the language never flash.
(() => {
  const languages = ['en', 'de'];
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
  const prefersDark = matchMedia('(prefers-color-scheme: dark)');
  const paint = theme => {
    document.documentElement.dataset.scheme = theme === 'auto' ? (prefersDark.matches ? 'dark' : 'light') : theme;
  };
  const opened = [];

  const railhub = window.railhub = {
    language() {
      const wished = [kept('language'), ...navigator.languages].filter(Boolean).map(tag => tag.split('-')[0].toLowerCase());
      return wished.find(tag => languages.includes(tag)) ?? languages[0];
    },
    chooseLanguage(language) {
      keep('language', language);
      location.reload();
    },
    theme: () => themes.includes(kept('theme')) ? kept('theme') : 'auto',
    chooseTheme(theme) {
      keep('theme', theme);
      paint(theme);
    },
    showModal(dialog) {
      opened.push(document.activeElement);
      dialog.showModal();
    },
    leaveModal() {
      const before = opened.pop();
      // A menu that opened the dialog has closed meanwhile: its button is what people come back to.
      const target = before?.closest?.('details.menu')?.querySelector('summary') ?? before;
      // The dialog leaves the page only after this call, and nothing behind it takes the focus while it is there.
      setTimeout(() => target?.isConnected && target.focus());
    },
    isOpen: menu => menu.isConnected && menu.open,
    onWake(dashboard) {
      const wake = () => dashboard.invokeMethodAsync('WokenAsync');
      let hiddenAt = 0;
      document.addEventListener('visibilitychange', () => {
        if (document.hidden) {
          hiddenAt = Date.now();
        } else if (Date.now() - hiddenAt > 5000) {
          wake();
        }
      });
      addEventListener('online', wake);
    },
  };

  prefersDark.addEventListener('change', () => paint(railhub.theme()));
  paint(railhub.theme());
  document.documentElement.lang = railhub.language();

  // Menus are <details>: a click elsewhere, a choice in them, or Escape closes them.
  addEventListener('click', event => {
    for (const menu of document.querySelectorAll('details.menu[open]')) {
      if (!menu.contains(event.target) || event.target.closest('[data-closes-menu]')) {
        menu.open = false;
      }
    }
  });
  addEventListener('keydown', event => {
    const menu = event.key === 'Escape' && document.querySelector('details.menu[open]');
    if (menu) {
      menu.open = false;
      menu.querySelector('summary').focus();
    }
  });
})();
