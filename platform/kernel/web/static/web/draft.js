/* Drafts: what is typed into a form is kept in this browser, encrypted as lists of persons are,
   until the server has saved it, the person discards it or logs out, or its days are over. */
(() => {
  "use strict";

  const { kept, filled } = window;
  const AFTER = 300; // milliseconds without a key pressed
  const DAY = 86400000;

  let turn = 0; // an older text must not be written after a newer one, or after forgetting

  /* Which form of which person a row belongs to cannot be read from its name. */
  async function idOf(place) {
    const text = new TextEncoder().encode(`${place.owner} ${place.name}`);
    const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", text));
    return `draft:${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
  }

  /* Among the lists of persons: wiped with them at log-out, and after their days. */
  async function keep(place, values) {
    const mine = ++turn;
    const id = await idOf(place);
    const sealed = await kept.seal(place.owner, values);
    if (mine === turn) await kept.put("lists", { id, since: Date.now(), until: Date.now() + place.days * DAY, ...sealed });
  }

  async function forget(place) {
    turn += 1;
    await kept.remove("lists", await idOf(place));
  }

  /* `where` gives {owner, name, days}, or nothing while the form is not to be kept. */
  function watch(form, where) {
    let timer = null;
    const flush = () => {
      if (!timer) return;
      clearTimeout(timer);
      timer = null;
      const place = where();
      if (place) keep(place, filled.read(form)).catch(() => {}); // the text is still in the form
    };
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(flush, AFTER);
    });
    form.addEventListener("submit", flush);
    document.addEventListener("visibilitychange", flush);
  }

  async function restore(form, place, emptied = () => {}) {
    const row = await kept.get("lists", await idOf(place));
    if (!row || Date.now() > row.until) return;
    filled.write(form, await kept.unseal(place.owner, row));
    const note = form.querySelector("[data-draft-note]");
    note.hidden = false;
    note.querySelector("button").addEventListener("click", async () => {
      await forget(place);
      form.reset();
      note.hidden = true;
      emptied();
    });
  }

  async function begin() {
    await kept.tidied;
    const owner = document.body.dataset.user;
    for (const each of document.querySelectorAll("[data-saved]")) await forget({ owner, name: each.dataset.saved });
    const form = document.querySelector("form[data-draft]");
    if (!form || !owner) return;
    const place = { owner, name: form.dataset.draft, days: Number(form.dataset.draftDays) };
    watch(form, () => place);
    if (!form.hasAttribute("data-draft-sent")) await restore(form, place);
  }

  window.drafts = { watch, restore, forget };
  if (kept.able()) begin().catch(() => {});
})();
