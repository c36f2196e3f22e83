// Answers in the place of a server that is away, instead of the browser's own error page. It keeps no files: nothing that people see of
// the club is ever old.
const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>RailHub</title>
<style>
  :root { color-scheme: light; --ground: #f1ebdf; --panel: #fffdf8; --line: #d8cdb8; --ink: #20272c; --wait: #875300; }
  :root[data-scheme=dark] { color-scheme: dark; --ground: #0d1317; --panel: #161f26; --line: #2b3842; --ink: #e9eff3; --wait: #f3bd58; }
  * { box-sizing: border-box; }
  body { margin: 0; font: 400 100%/1.4 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; background: var(--ground); color: var(--ink); }
  header { display: flex; align-items: center; gap: .5rem; min-height: 3.5rem; padding: 0 .75rem; background: var(--panel); border-bottom: 1px solid var(--line); }
  header svg { width: 2.1rem; height: 2.1rem; }
  h1 { margin: 0; font-size: 1.2rem; letter-spacing: -.01em; }
  main { display: grid; justify-items: center; gap: 1.25rem; max-width: 34rem; margin: clamp(2rem, 14vh, 9rem) auto; padding: 0 1rem; text-align: center; }
  p { margin: 0; font-size: 1.1rem; text-wrap: pretty; overflow-wrap: anywhere; }
  .spinner { width: 2.5rem; height: 2.5rem; border: 4px solid var(--wait); border-right-color: transparent; border-radius: 50%; animation: turn .9s linear infinite; }
  @keyframes turn { to { transform: rotate(1turn); } }
  @media (prefers-reduced-motion: reduce) { .spinner { animation: none; } }
</style>
</head>
<body>
<header>
  <svg viewBox="0 0 48 48" aria-hidden="true"><rect width="48" height="48" rx="11" fill="#24313b"/><path d="M24 36v8M15 44h18" fill="none" stroke="#c9d3da" stroke-width="3" stroke-linecap="round"/><rect x="13.5" y="4" width="21" height="33" rx="10.5" fill="#0b1014" stroke="#8b9aa5" stroke-width="1.6"/><circle cx="24" cy="14.5" r="5.6" fill="#2f3f4b"/><circle cx="24" cy="27" r="5.6" fill="#2f3f4b"/></svg>
  <h1>RailHub</h1>
</header>
<main>
  <span class="spinner"></span>
  <p role="status" data-testid="server-away"></p>
</main>
<script>
  // The words of Connection_NotReached in the dashboard's texts.
  const texts = {
    en: 'RailHub is not reached. Is the computer that it runs on switched on and in the network? It is tried again by itself.',
    de: 'RailHub ist nicht zu erreichen. Ist der Rechner, auf dem es läuft, eingeschaltet und im Netz? Es wird von selbst weiter versucht.',
    fr: 'RailHub n’est pas joint. L’ordinateur sur lequel il tourne est-il allumé et dans le réseau ? Un nouvel essai se fait de lui-même.',
    it: 'RailHub non si raggiunge. Il computer su cui gira è acceso e in rete? Si riprova da sé.',
    zh: '无法连接 RailHub。运行它的电脑开着并在网络中吗？会自动重试。',
    hi: 'RailHub तक पहुँच नहीं। जिस कंप्यूटर पर वह चलता है, क्या वह चालू और नेटवर्क में है? फिर से कोशिश अपने आप होती है।',
  };
  const kept = name => {
    try {
      return localStorage.getItem('railhub.' + name);
    } catch {
      return null;
    }
  };
  const language = [kept('language'), ...navigator.languages].filter(Boolean).map(tag => tag.split('-')[0].toLowerCase()).find(tag => texts[tag]) ?? 'en';
  const theme = kept('theme');
  document.documentElement.lang = language;
  document.documentElement.dataset.scheme = theme === 'light' || theme === 'dark' ? theme : matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  document.querySelector('[data-testid=server-away]').textContent = texts[language];
  const look = async () => {
    try {
      const answer = await fetch(location.href, { method: 'HEAD', cache: 'no-store' });
      if (![502, 503, 504].includes(answer.status)) {
        location.reload();
        return;
      }
    } catch (away) {
      console.info('railhub: ' + away.message);
    }
    setTimeout(look, 2000);
  };
  setTimeout(look, 2000);
</script>
</body>
</html>`;

addEventListener('install', () => skipWaiting());
addEventListener('activate', event => event.waitUntil(clients.claim()));
addEventListener('fetch', event => {
  // What the gateway answers, and where it leads to, is its own to say.
  if (event.request.mode === 'navigate' && !new URL(event.request.url).pathname.startsWith('/api/')) {
    event.respondWith(open(event.request));
  }
});

async function open(request) {
  try {
    const answer = await fetch(request);
    // So says what stands before a server for one that is away (RFC 9110 15.6.3 to 15.6.5).
    if (![502, 503, 504].includes(answer.status)) {
      return answer;
    }
  } catch (away) {
    console.info(`railhub: ${away.message}`);
  }
  return new Response(page, { status: 503, headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' } });
}
