/* Leaving: warns of what has not been sent, and wipes the lists of persons.
   Also on every page: another person's list, or one too old, goes at once, and a page left
   standing in another tab goes from the screen with its reader. */
(() => {
  "use strict";

  const { kept } = window;
  const TIDY_EVERY = 60000;
  const LEAVING = 2000; // milliseconds in which the tab that logs out has ended the session
  const PATIENCE = 8000; // a link that takes longer counts as none
  const tabs = window.BroadcastChannel ? new BroadcastChannel("qianzhan.leave") : null;

  async function unsentOf(owner) {
    return (await kept.all("outbox")).filter((row) => row.owner === owner).length;
  }

  /* The page that asks says which it is, and then nobody asks again. */
  async function sayWhatWaits() {
    const saved = document.querySelector("[data-all-saved]");
    const waits = document.querySelector("[data-visits-wait]");
    if (!saved || !(await unsentOf(document.body.dataset.user || await kept.user()))) return;
    saved.hidden = true;
    waits.hidden = false;
  }

  const isTold = () => Boolean(document.querySelector("[data-visits-wait]:not([hidden])"));

  async function reaches(address) {
    try {
      await fetch(address, { cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
      return true;
    } catch {
      return false;
    }
  }

  /* Without a link the session goes on at the server: said here, not by the browser's own page. */
  function stay() {
    const told = document.getElementById("left-without-link").content.cloneNode(true);
    const ends = told.querySelector("a").href;
    kept.left = true; // what the page still runs may fetch no list again
    document.body.replaceChildren(told);
    window.addEventListener("online", () => location.assign(ends), { once: true });
  }

  /* From now on this page keeps nothing; what it was just writing goes with the rest. */
  async function forget() {
    kept.left = true;
    await kept.wipe();
  }

  /* True when the person may leave; the lists are gone then. The other tabs learn it first: one
     that is fetching the list would write it again. */
  async function leave() {
    const owner = document.body.dataset.user || await kept.user();
    if (!isTold() && await unsentOf(owner) && !window.confirm(document.body.dataset.unsent)) return false;
    if (tabs) tabs.postMessage("leaving");
    await forget();
    return true;
  }

  /* Where the log-out goes on, or the page that stays without a link. */
  async function goOn(address, go) {
    const linked = await reaches(address);
    if (tabs) tabs.postMessage("left");
    if (linked) go();
    else stay();
  }

  /* Another tab's reader has left: nothing of anybody stays on this screen. Who stayed logged in
     after all is led on from the log-in page. */
  function follow() {
    if (!navigator.onLine) return stay();
    document.body.replaceChildren();
    setTimeout(() => location.replace(document.body.dataset.loginUrl), LEAVING);
  }

  let waits = null;

  /* "leaving", and "left" once the server may have learned it; that tab may be closed between. */
  function hear(event) {
    if (!document.querySelector("[data-leave], [data-forget]")) return; // shows nobody anything
    forget().catch(() => {});
    clearTimeout(waits);
    if (event.data === "leaving") waits = setTimeout(follow, PATIENCE + LEAVING);
    else follow();
  }

  if (tabs) tabs.addEventListener("message", hear);
  window.addEventListener("pageshow", (event) => event.persisted && kept.left && location.reload());

  /* Whoever has logged in here: a page that was kept may be opened by another than it was kept
     for, and without a link nobody else tells. */
  const loggedIn = () => (document.cookie.match(/(?:^|; )reader=([^;]+)/) || [])[1];

  /* Kept by a clock that was put back since, nothing stays longer than it should have. */
  const setBack = (now) => (row) => row.since > now && { ...row, since: now, until: row.until - (row.since - now) };

  let known = ""; // whose lists lay here when this page last looked

  async function hasChanged() {
    const before = known;
    known = await kept.user();
    return before && before !== known;
  }

  async function tidy() {
    const here = document.body.dataset.user || loggedIn();
    const last = await kept.user();
    if (here && last && here !== last) await kept.wipe();
    const lists = await kept.all("lists");
    const now = Date.now();
    for (const list of lists.filter((each) => each.since > now)) await kept.mend("lists", list.id, setBack(now));
    const old = lists.filter((list) => now > list.until);
    for (const list of old) await kept.remove("lists", list.id);
    if (old.length || await hasChanged()) window.dispatchEvent(new Event("kept:wiped"));
  }

  /* A page may stay open for days, or wake up after them. */
  function tidyOften() {
    const again = () => tidy().catch(() => {});
    setInterval(again, TIDY_EVERY);
    document.addEventListener("visibilitychange", again);
  }

  if (!kept.able()) return;

  let allowed = null;

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.hasAttribute("data-forget") || allowed === form) return;
    event.preventDefault();
    leave().catch(() => true).then((go) => {
      if (!go) return;
      allowed = form;
      goOn(form.action, () => form.submit());
    });
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-leave]");
    if (!link) return;
    event.preventDefault();
    leave().catch(() => true).then((go) => go && goOn(link.href, () => location.assign(link.href)));
  });

  kept.tidied = tidy().catch(() => {});
  sayWhatWaits().catch(() => {});
  tidyOften();
})();
