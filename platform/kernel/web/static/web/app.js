/* Plain listeners for all pages. Nothing here is needed to use a page: without it every form
   is sent by its button. Written against events of htmx 2 (names differ in 4). */
(() => {
  "use strict";

  document.documentElement.classList.remove("no-js");

  const KEPT = "qianzhan.kept:";
  const RETRY_EVERY = 15000;
  const AGAIN_AFTER = 15000;

  // ---- Autosave: saving, saved, not saved, in words; what is typed survives a lost session.

  const unsaved = new Set();
  const versions = new WeakMap(); // form -> number of changes, to notice typing during a save

  const formOf = (element) => element && element.closest && element.closest("form[data-autosave]");
  // Kept for the person who typed it: whoever logs in next in this window does not see it.
  const keyOf = (form) => KEPT + document.body.dataset.user + location.pathname + "#" + form.id;
  const versionOf = (form) => versions.get(form) || 0;

  function show(form, state, word) {
    const place = form.querySelector("[data-autosave-state]");
    const retry = form.querySelector("[data-autosave-retry]");
    if (retry) retry.hidden = state !== "failed";
    if (!place) return;
    place.dataset.state = state;
    place.textContent = place.dataset[word] || "";
    if (word === "saved") {
      place.textContent += " " + new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });
    }
  }

  function valuesOf(form) {
    const values = [];
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && name !== "csrfmiddlewaretoken" && name !== "version") {
        values.push([name, value]);
      }
    }
    return values;
  }

  function keep(form) {
    try {
      sessionStorage.setItem(keyOf(form), JSON.stringify(valuesOf(form)));
    } catch {
      /* storage full or forbidden: the text is still in the form */
    }
  }

  function forget(form) {
    sessionStorage.removeItem(keyOf(form));
  }

  function write(form, values) {
    for (const field of form.elements) {
      if (!field.name || field.type === "file" || field.type === "hidden") continue;
      const given = values.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field.type === "checkbox" || field.type === "radio") field.checked = given.includes(field.value);
      else if (field.multiple) for (const option of field.options) option.selected = given.includes(option.value);
      else if (given.length) field.value = given[0];
    }
  }

  window.filled = { read: valuesOf, write }; // also for drafts

  function restore(form) {
    const kept = sessionStorage.getItem(keyOf(form));
    if (!kept) return;
    write(form, JSON.parse(kept));
    unsaved.add(form);
    show(form, "failed", "restored");
  }

  function retry(form) {
    window.htmx.trigger(form, "autosave");
  }

  function settle(form, status, sentVersion) {
    const done = status >= 200 && status < 300;
    if (done && sentVersion === versionOf(form)) {
      unsaved.delete(form);
      forget(form);
      show(form, "saved", "saved");
    } else if (!done) {
      const words = { 0: "lost", 409: "invalid", 412: "invalid", 422: "invalid" };
      show(form, "failed", words[status] || "refused");
    }
  }

  document.addEventListener("input", (event) => {
    const form = formOf(event.target);
    if (!form) return;
    versions.set(form, versionOf(form) + 1);
    unsaved.add(form);
    keep(form);
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-autosave-retry]");
    if (button) retry(formOf(button));
  });

  const sent = new WeakMap(); // form -> its version when the request in flight left

  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = formOf(event.detail.elt);
    if (!form || form !== event.detail.elt) return;
    sent.set(form, versionOf(form));
    show(form, "saving", "saving");
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const form = formOf(event.detail.elt);
    if (!form || form !== event.detail.elt) return;
    settle(form, event.detail.xhr.status, sent.get(form));
  });

  function retryLost() {
    for (const form of unsaved) {
      if (!form.isConnected) unsaved.delete(form);
      else if (form.querySelector("[data-autosave-state][data-state=failed]") && lostLink(form)) retry(form);
    }
  }

  function lostLink(form) {
    const place = form.querySelector("[data-autosave-state]");
    return place.textContent === place.dataset.lost;
  }

  window.addEventListener("online", retryLost);
  setInterval(retryLost, RETRY_EVERY);

  window.addEventListener("beforeunload", (event) => {
    if ([...unsaved].some((form) => form.isConnected)) event.preventDefault();
  });

  // ---- The session has ended: to the log-in and back here; kept text is shown again.

  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (event.detail.xhr.status !== 401) return;
    event.preventDefault();
    unsaved.forEach(keep);
    unsaved.clear(); // kept: leaving loses nothing, so no question
    const here = location.pathname + location.search;
    location.assign(document.body.dataset.loginUrl + "?next=" + encodeURIComponent(here));
  });

  // ---- Forms sent in the ordinary way, not a second time while the first is under way: a double
  // click would enter a record twice.

  const sending = new Map(); // form -> the button that sent it, the timer that gives it back

  function hold(form, button) {
    const timer = setTimeout(() => release(form), AGAIN_AFTER); // a download leaves the page standing
    sending.set(form, { timer, button });
    if (button) button.setAttribute("aria-disabled", "true"); // disabled, it would not be sent itself
  }

  function release(form) {
    const { timer, button } = sending.get(form);
    clearTimeout(timer);
    sending.delete(form);
    if (button) button.removeAttribute("aria-disabled");
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const asked = (event.submitter && event.submitter.dataset.confirm) || form.dataset.confirm;
    if (sending.has(form) || (asked && !window.confirm(asked))) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (form.hasAttribute("data-forget")) {
      forgetAll();
    } else if (!form.hasAttribute("hx-post")) {
      unsaved.delete(form);
    }
  }, true);

  // On the window, after all others: what one of them prevents or sends itself is not held.
  window.addEventListener("submit", (event) => {
    if (!event.defaultPrevented && event.target.matches("[method=post]")) hold(event.target, event.submitter);
  });

  // Back to a page that the browser had kept as it was left
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) [...sending.keys()].forEach(release);
  });

  function forgetAll() {
    unsaved.clear();
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith(KEPT)) sessionStorage.removeItem(key);
    }
  }

  // ---- Menus close on a click elsewhere and on Escape

  function closeMenus(except) {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (menu !== except) menu.open = false;
    }
  }

  document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details[data-menu][open]");
    closeMenus(null);
    if (menu) menu.querySelector("summary").focus();
  });

  // ---- On paper, what is folded on the screen is shown

  const folded = () => document.querySelectorAll("details:not([data-menu])");

  window.addEventListener("beforeprint", () => {
    for (const part of folded()) {
      part.dataset.wasOpen = part.open;
      part.open = true;
    }
  });
  window.addEventListener("afterprint", () => {
    for (const part of folded()) part.open = part.dataset.wasOpen === "true";
  });

  document.querySelectorAll("form[data-autosave]").forEach(restore);
})();
