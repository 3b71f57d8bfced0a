/* The service worker of home visits: keeps the shell and its files, never a page or an
   answer with persons. `self.settings` stands above, written by the server. */
const { cache: CACHE, shell: SHELL, assets: ASSETS } = self.settings;
const PATIENCE = 4000; // a link that takes longer counts as none
const OURS = /^home-visits-/;

async function fill() {
  const cache = await caches.open(CACHE);
  await cache.addAll(ASSETS);
  const shell = await fetch(SHELL, { credentials: "same-origin", cache: "no-store" });
  if (!(await keepShell(cache, shell))) throw new Error("no shell to keep"); // logged out: try later
}

async function dropOld() {
  const names = (await caches.keys()).filter((name) => OURS.test(name) && name !== CACHE);
  await Promise.all(names.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/* The shell of a later release names files that only the worker of that release has; the page of
   a hotspot, which answers whatever is asked, names none of ours. */
const NAMED = /(?:src|href)="([^"#]+\.(?:js|css|svg))["#]/g;
const MARK = 'id="home-config"';
const isOurs = (text) => text.includes(MARK) && [...text.matchAll(NAMED)].every(([, name]) => ASSETS.includes(name));

/* Whether it is one to keep, and kept. */
async function keepShell(cache, answer) {
  if (!answer.ok || answer.redirected || !isOurs(await answer.clone().text())) return false;
  await cache.put(SHELL, answer.clone());
  return true;
}

async function openShell(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(SHELL);
  const asked = fetch(request).then(async (answer) => {
    await keepShell(cache, answer).catch(() => {}); // no space: the one kept before stands
    return answer;
  });
  if (!kept) return asked;
  const late = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE));
  return Promise.race([asked.then((answer) => (answer.status >= 500 ? kept : answer), () => kept), late]);
}

async function openAsset(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request)) || fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(fill().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(dropOld()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname === SHELL) event.respondWith(openShell(event.request));
  else if (ASSETS.includes(url.pathname)) event.respondWith(openAsset(event.request));
});
