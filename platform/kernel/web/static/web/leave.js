/* Leaving: warns of what has not been sent, and wipes the lists of persons.
   Also on every page: another person's list, or one too old, goes at once. */
(() => {
  "use strict";

  const { kept } = window;

  async function unsentOf(owner) {
    return (await kept.all("outbox")).filter((row) => row.owner === owner).length;
  }

  /* True when the person may leave; the lists are gone then. */
  async function leave() {
    const owner = document.body.dataset.user || await kept.user();
    if (await unsentOf(owner) && !window.confirm(document.body.dataset.unsent)) return false;
    await kept.wipe();
    return true;
  }

  async function tidy() {
    const here = document.body.dataset.user;
    const last = await kept.user();
    if (here && last && here !== last) await kept.wipe();
    for (const list of await kept.all("lists")) {
      if (Date.now() > list.until) await kept.remove("lists", list.id);
    }
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
      form.submit();
    });
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-leave]");
    if (!link) return;
    event.preventDefault();
    leave().catch(() => true).then((go) => go && location.assign(link.href));
  });

  kept.tidied = tidy().catch(() => {});
})();
