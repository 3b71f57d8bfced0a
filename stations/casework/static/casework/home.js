/* The page of home visits: the list, the form, the outbox. All words come with the page. */
(() => {
  "use strict";

  const { kept, outbox, drafts } = window;
  const config = JSON.parse(document.getElementById("home-config").textContent);
  const { words } = config;
  const SECOND = 1000;
  const MINUTE = 60000;
  const DAY = 86400000;
  const REST = 700; // milliseconds in which the second tap of a double tap comes

  const find = (name) => document.querySelector(`[data-home=${name}]`);
  const form = find("form");
  const state = { owner: "", persons: [], plans: [], templates: {}, kept: new Set(), entered: new Set(), known: false, shown: "", outbox: "", unkept: false, waits: false, filled: "", skew: 0, correcting: null, busy: false, asked: 0, fresh: false, touched: false, settled: false };

  function tell(place, tone, text) {
    if (kept.left) return; // its reader has left: the page may be empty
    place.className = `state state-${tone} state-wrap`;
    place.lastElementChild.textContent = text;
  }

  const say = (tone, text) => tell(find("link"), tone, text);

  /* A copy of a <template>, its [data-slot] elements filled with text. */
  function copy(name, texts) {
    const made = document.getElementById(name).content.firstElementChild.cloneNode(true);
    for (const [slot, text] of Object.entries(texts)) made.querySelector(`[data-slot=${slot}]`).textContent = text;
    return made;
  }

  const underWay = new Set();

  /* Not a second time while the first is under way: a double tap would make another visit.
     By name, since a list drawn anew meanwhile has new buttons. */
  async function once(name, button, act) {
    if (underWay.has(name)) return false;
    underWay.add(name);
    button.disabled = true;
    try {
      return await act();
    } finally {
      setTimeout(() => {
        underWay.delete(name);
        button.disabled = false;
      }, REST);
    }
  }

  // ---- The list

  /* Whose page it is from now on: nothing of the one before stays in the form. */
  function be(owner) {
    if (kept.left) return;
    if (state.owner && owner !== state.owner) {
      empty();
      state.settled = false;
      state.shown = ""; // drawn anew, with the choices of the form
    }
    state.owner = owner;
  }

  async function readList() {
    be(await kept.user());
    const row = state.owner ? await kept.get("lists", state.owner) : null;
    const list = row ? await kept.unseal(state.owner, row).catch(() => null) : null;
    take(list || {}, Boolean(list));
  }

  function take(list, known) {
    state.persons = list.persons || [];
    state.plans = list.plans || [];
    state.templates = list.templates || {};
    state.known = known;
    showList();
  }

  async function keepList(data) {
    if (kept.left) return;
    const changed = Boolean(state.owner) && state.owner !== data.user;
    be(data.user);
    if (changed) await kept.wipe();
    setClock(data.now);
    const list = { persons: data.persons, plans: data.plans, templates: data.templates };
    try {
      await kept.put("meta", { id: "user", value: data.user });
      const sealed = await kept.seal(data.user, list);
      await kept.put("lists", { id: data.user, since: Date.now(), until: Date.now() + config.days * DAY, ...sealed });
      state.unkept = false;
    } catch {
      state.unkept = true; // shown while the page is open, and what waits is sent, which frees some
    }
    take(list, true);
    if (changed) await showOutbox(); // nobody corrects or discards what another has left
  }

  /* Who makes no visits here any more carries nobody along; what they have entered stays. */
  async function dropList() {
    if (!state.owner) return;
    await kept.remove("lists", state.owner);
    take({}, false);
  }

  function showList() {
    if (kept.left) return;
    const { known, persons } = state;
    const plans = state.plans.filter((plan) => !state.kept.has(plan.uuid)); // made, and not sent yet
    const text = JSON.stringify([known, persons, plans, [...state.entered]]);
    if (text === state.shown) return; // nothing moves under the finger
    state.shown = text;
    find("due").replaceChildren(...persons.map(personRow));
    find("plans").replaceChildren(...plans.map(planRow));
    find("planned").hidden = plans.length === 0;
    find("nobody").hidden = persons.length > 0;
    find("nobody").textContent = known ? words.nobody : words.unknown;
    showChoices(form.elements.person);
  }

  /* Whoever is being entered stays chosen, on the list or not. */
  function showChoices(field) {
    const chosen = field.selectedOptions[0];
    const planned = state.plans.map((plan) => ({ ...plan, uuid: plan.beneficiary }));
    const known = new Map([...planned, ...state.persons].map((person) => [person.uuid, placed(person)]));
    const options = [...known].map(([uuid, name]) => new Option(name, uuid));
    if (chosen && chosen.value && !options.some((each) => each.value === chosen.value)) options.push(chosen);
    const value = chosen ? chosen.value : "";
    field.replaceChildren(new Option("—", ""), ...options);
    field.value = value;
  }

  const placed = (person) => (person.village ? `${person.name} · ${person.village}` : person.name);

  function personRow(person) {
    const last = person.last_on ? `${words.last} ${person.last_on}` : words.never;
    const row = copy("home-person", { name: placed(person), who: person.name, whom: person.name, level: config.levels[person.level], due: person.missed_on ? "" : `${words.due} ${person.due_on}`, last });
    if (person.missed_on) mark(row, "missed", "bad", words.missed.replace("%(day)s", person.missed_on));
    if (state.entered.has(person.uuid)) mark(row, "entered", "idle", words.waiting);
    row.querySelector("[data-act=visit]").addEventListener("click", () => begin({ beneficiary: person.uuid }, null));
    row.querySelector("[data-act=call]").addEventListener("click", () => begin({ beneficiary: person.uuid, place: config.phone }, null));
    return row;
  }

  function mark(row, slot, tone, text) {
    const place = row.querySelector(`[data-slot=${slot}]`);
    place.hidden = false;
    tell(place, tone, text);
  }

  /* A planned visit is sent under its own uuid: made, it is the same one. */
  function planRow(plan) {
    const row = copy("home-plan", { name: placed(plan), who: plan.name, day: `${words.planned} ${plan.planned_on}`, where: config.places[plan.place], by: plan.visitor });
    row.querySelector("[data-act=made]").addEventListener("click", () => begin({ beneficiary: plan.beneficiary, place: plan.place }, { uuid: plan.uuid, person: placed(plan) }));
    return row;
  }

  // ---- The form

  const shift = config.minutes * 60000;
  const clock = () => new Date(Date.now() + state.skew + shift).toISOString().slice(0, 16);
  const pad = (number) => String(number).padStart(2, "0");
  const zone = `${config.minutes < 0 ? "-" : "+"}${pad(Math.floor(Math.abs(config.minutes) / 60))}:${pad(Math.abs(config.minutes) % 60)}`;

  /* By how much this phone's clock is wrong, where that is more than the server takes at its word. */
  function setClock(now) {
    const skew = Date.parse(now) - Date.now();
    const wrong = Math.abs(skew) > config.ahead_minutes * MINUTE ? skew : 0;
    const changed = Math.abs(wrong - state.skew) > MINUTE;
    if (changed) state.skew = wrong;
    if (changed && !state.touched) form.elements.held_at.value = clock();
  }

  /* Who came along. */
  const companions = () => [...form.querySelectorAll("[name=joint_with]")];

  /* A visit kept by an older page says of volunteers alone whether they did. */
  const companyOf = (visit) => visit.joint_with || (visit.joint_work ? ["VOLUNTEER"] : []);

  /* The optional texts below the note. */
  const sections = () => [...form.querySelectorAll("[data-section]")];

  /* What to look at with the person who is chosen; nothing of it is sent. */
  function hint() {
    const { label, hints } = config.templates[state.templates[form.elements.person.value]] || { label: "", hints: {} };
    find("template").textContent = label && `· ${label}`;
    for (const field of sections()) document.getElementById(`home-hint-${field.name}`).textContent = hints[field.name] || "";
  }

  /* As it is for a new visit. */
  function empty() {
    state.correcting = null;
    state.touched = false;
    form.reset();
    form.elements.held_at.value = clock();
    form.querySelector("[data-draft-note]").hidden = true;
    state.filled = texts();
    hint();
  }

  /* What is written in the form. */
  const texts = () => [form.elements.note, ...sections()].map((field) => field.value.trim()).join("\n").trim();

  /* Another visit in the form; what was written for one before is not lost by a slip of the finger. */
  function begin(visit, entry) {
    const written = texts();
    if (written && written !== state.filled && !window.confirm(words.replace_ask)) return;
    fill(visit, entry);
  }

  function fill(visit, entry) {
    form.reset();
    state.correcting = entry;
    state.touched = true;
    const { person, held_at: heldAt, place, result, note } = form.elements;
    if (entry && !state.persons.some((each) => each.uuid === visit.beneficiary)) person.add(new Option(entry.person, visit.beneficiary));
    person.value = visit.beneficiary || "";
    heldAt.value = visit.held_at ? visit.held_at.slice(0, 16) : clock();
    if (visit.place) place.value = visit.place;
    if (visit.result) result.value = visit.result;
    for (const field of companions()) field.checked = companyOf(visit).includes(field.value);
    note.value = visit.note || "";
    for (const field of sections()) field.value = (visit.sections || {})[field.name] || "";
    state.filled = texts();
    hint();
    find("form-card").scrollIntoView();
    person.focus();
  }

  /* A visit being corrected stands in the outbox already: its draft would double it. */
  const draft = () => ({ owner: state.owner, name: "home-visit", days: config.draft_days });
  const toKeep = () => (state.owner && state.settled && state.touched && !(state.correcting && state.correcting.at) ? draft() : null);

  /* The draft, once it is known whose it is: the server says it, or without a link the phone.
     Until then none is kept either: it would take the place of one that nobody has seen. */
  async function bringBack() {
    if (state.settled || !state.owner) return;
    state.settled = true;
    if (state.touched) form.dispatchEvent(new Event("input")); // kept from now on
    else await drafts.restore(form, draft(), empty).catch(() => {}); // nothing that can be read
  }

  async function save(event) {
    event.preventDefault();
    if (!(await once("save", form.querySelector(".btn-primary"), keepVisit))) return;
    await showOutbox();
    tell(find("saved"), "ok", words.kept); // what is said to be kept is there to be seen
    await sync();
  }

  /* True when the visit is in the outbox and the form empty for the next one. */
  async function keepVisit() {
    if (!state.owner) return tell(find("saved"), "warn", words.unknown);
    if (!form.reportValidity()) return false;
    const [person] = form.elements.person.selectedOptions;
    try {
      await outbox.keep(state.owner, entered(), person.textContent, await uuidFor(state.correcting));
    } catch {
      return tell(find("saved"), "bad", words.full); // the text is still in the form
    }
    empty();
    if (state.settled) await drafts.forget(draft()).catch(() => {});
    return true;
  }

  /* A plan that another on this phone has entered as made already is theirs: this is one more. */
  async function uuidFor(entry) {
    return entry && (await outbox.isFree(state.owner, entry.uuid)) ? entry.uuid : undefined;
  }

  function entered() {
    const { person, held_at: heldAt, place, result, note } = form.elements;
    return {
      beneficiary: person.value,
      held_at: `${heldAt.value}:00${zone}`,
      place: place.value,
      result: result.value,
      joint_with: companions().filter((field) => field.checked).map((field) => field.value),
      note: note.value.trim(),
      sections: Object.fromEntries(sections().map((field) => [field.name, field.value.trim()]).filter(([, text]) => text)),
    };
  }

  // ---- The outbox

  async function showOutbox() {
    const entries = state.owner ? await outbox.list(state.owner) : [];
    const text = JSON.stringify(entries);
    if (text === state.outbox || kept.left) return;
    state.outbox = text;
    state.kept = new Set(entries.map((entry) => entry.uuid));
    state.waits = entries.some((entry) => entry.state === "waiting");
    state.entered = new Set(entries.map((entry) => entry.visit.beneficiary)); // not a second time by mistake
    showList();
    find("count").textContent = entries.length;
    find("outbox").hidden = entries.length === 0;
    find("entries").replaceChildren(...entries.map(entryRow));
  }

  const describe = (visit) => [
    (visit.held_at || "").slice(0, 16).replace("T", " "),
    config.places[visit.place],
    config.results[visit.result],
    ...companyOf(visit).map((code) => config.companions[code]),
    visit.note,
    ...Object.values(visit.sections || {}),
  ].filter(Boolean).join(" · ");

  function entryRow(entry) {
    const differs = entry.state === "differs" && Boolean((entry.answer || {}).stored);
    const reason = entry.state === "unreadable" ? lostAt(entry.at) : reasonOf(entry.answer);
    const row = copy("home-entry", { name: entry.person, text: differs ? "" : describe(entry.visit), reason });
    tell(row.querySelector("[data-slot=state]"), entry.state === "waiting" ? "idle" : "warn", words[entry.state]);
    if (differs) {
      row.querySelector("[data-slot=versions]").hidden = false;
      row.querySelector("[data-slot=stored]").textContent = describe(entry.answer.stored);
      row.querySelector("[data-slot=sent]").textContent = describe(entry.visit);
    }
    offer(row, entry, "discard", true, async () => window.confirm(words.discard_ask) && outbox.discard(entry.uuid));
    offer(row, entry, "correct", entry.state === "refused", async () => begin(entry.visit, entry));
    offer(row, entry, "again", entry.state === "differs", () => outbox.renew(state.owner, entry));
    return row;
  }

  const lostAt = (at) => words.lost.replace("%(time)s", new Date(at + shift).toISOString().slice(0, 16).replace("T", " "));

  /* Each wrong field by its label and what the server says about it; else the sentence for all. */
  function reasonOf(answer) {
    if (!answer) return "";
    const fields = (answer.errors || []).map((error) => [labelOf(error.field), error.message || error.detail].filter(Boolean).join(" · "));
    return fields.length ? fields.join("\n") : answer.detail || "";
  }

  function labelOf(name) {
    const field = form.elements[name === "beneficiary" ? "person" : name];
    const [label] = (field && field.labels) || [];
    return label ? label.firstChild.textContent.trim() : "";
  }

  function offer(row, entry, name, shown, act) {
    const button = row.querySelector(`[data-act=${name}]`);
    button.hidden = !shown;
    button.addEventListener("click", () => once(entry.uuid, button, act).then(showOutbox).catch(() => say("warn", words.unkept)));
  }

  // ---- With a link: a fresh list and token first, then what waits

  async function sync() {
    if (state.busy || kept.left) return;
    state.busy = true;
    state.asked = Date.now();
    try {
      await exchange();
    } catch {
      say("bad", words.unkept); // what the phone keeps is out of reach
    } finally {
      state.busy = false;
      await showOutbox().catch(() => {});
    }
  }

  async function exchange() {
    const { status, body } = await readAgain();
    if (kept.left) return;
    if (!state.fresh) return turnedAway(status, body || {});
    await bringBack();
    const before = (await outbox.list(body.user)).length;
    const stopped = await outbox.send(body, config.visit, config.batch);
    if ((await outbox.list(body.user)).length < before) await readAgain();
    if (stopped !== null) refuse(stopped);
    else if (state.unkept) say("warn", words.unkept);
    else if (state.skew) say("warn", words.clock);
    else say("ok", words.fresh);
  }

  /* Again after sending: who was visited is due later now, and what was planned is made. */
  async function readAgain() {
    const answer = await outbox.ask(config.data);
    state.fresh = answer.status === 200 && Boolean(answer.body.user); // not a hotspot's own object
    if (state.fresh && !kept.left) await keepList(answer.body);
    return answer;
  }

  /* A county that is closed for a while is not one where somebody visits no longer. */
  async function turnedAway(status, { code = "", detail }) {
    if (![401, 403].includes(status)) await bringBack(); // else who asks is not whose it is
    if (status === 403 && code.startsWith("county_")) return say("warn", detail);
    if (status === 403) await dropList();
    refuse(status === 200 ? 0 : status);
  }

  /* Asks when something waits to be sent, or somebody looks at a list that has grown old. */
  function look() {
    const seen = document.visibilityState === "visible";
    const old = Math.abs(Date.now() - state.asked) > config.fetch_minutes * MINUTE; // or the clock was set
    if (!outbox.rests() && (state.waits || (seen && old))) sync();
  }

  /* Back at the page: at once where the last answer was none, else as the clock does. */
  function comeBack() {
    if (document.visibilityState === "visible" && !state.fresh) sync();
    else look();
  }

  function refuse(status) {
    if (kept.left) return;
    find("login").hidden = status !== 401;
    say("warn", { 0: words.offline, 401: words.login, 403: words.forbidden, 507: words.unkept }[status] || words.busy);
  }

  function giveUp(text) {
    say("bad", text);
    find("works").hidden = true;
  }

  async function start() {
    if (!kept.able() || !navigator.serviceWorker) return giveUp(words.old);
    await kept.tidied;
    if (!(await kept.user().then(() => true, () => false))) return giveUp(words.closed);
    form.elements.held_at.value = clock();
    form.addEventListener("submit", save);
    form.elements.person.addEventListener("change", hint);
    find("login").href = config.login;
    navigator.serviceWorker.register(config.worker).catch(() => {});
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(() => {});
    await readList();
    drafts.watch(form, toKeep);
    form.addEventListener("input", () => { state.touched = true; });
    if (!navigator.onLine) await bringBack();
    await showOutbox();
    await sync();
    window.addEventListener("online", sync);
    window.addEventListener("kept:wiped", () => readList().then(showOutbox).catch(() => {}));
    document.addEventListener("visibilitychange", comeBack);
    setInterval(look, config.look_seconds * SECOND);
  }

  start();
})();
