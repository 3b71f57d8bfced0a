/* The outbox: a visit stays, encrypted, until the server has answered 2xx or the person
   discards it. Sending is repeatable: the same uuid and the same text give one row. */
(() => {
  "use strict";

  const { kept } = window;
  const LONGEST = 3600; // seconds that a busy server is left alone, whatever it says
  const PATIENCE = 15000; // milliseconds; whether there is a link is said by time, not by the browser

  const FOR_ALL = [0, 401, 403, 429, 502, 503, 504]; // no link, logged out, busy, down: the next one meets it too
  const FULL = 507; // the phone has no space for what was answered

  /* Of two persons on one phone neither writes over what the other has left. */
  async function isFree(owner, uuid) {
    const row = await kept.get("outbox", uuid);
    return !row || row.owner === owner;
  }

  /* state: waiting, refused (the server said no, and why), differs (it has another version).
     Throws where another has kept a visit by this uuid. */
  async function keep(owner, visit, person, uuid = crypto.randomUUID(), state = "waiting", answer = null) {
    if (!(await isFree(owner, uuid))) throw new Error("kept by another");
    const sealed = await kept.seal(owner, { visit, person, answer });
    await kept.put("outbox", { id: uuid, owner, state, at: Date.now(), ...sealed });
    return uuid;
  }

  /* Only one's own; those of others stay closed. */
  async function list(owner) {
    const rows = (await kept.all("outbox")).filter((row) => row.owner === owner);
    rows.sort((a, b) => a.at - b.at);
    return Promise.all(rows.map((row) => readRow(owner, row)));
  }

  /* One that no key opens any more is told, and in nobody's way. */
  async function readRow(owner, row) {
    const known = { uuid: row.id, state: row.state, at: row.at };
    try {
      return { ...known, ...(await kept.unseal(owner, row)) };
    } catch {
      return { ...known, state: "unreadable", visit: {}, person: "", answer: null };
    }
  }

  /* The same words as a visit of its own, once: another tab may have chosen so already. */
  async function renew(owner, entry) {
    const { visit, person } = entry;
    const sealed = await kept.seal(owner, { visit, person, answer: null });
    const made = { id: crypto.randomUUID(), owner, state: "waiting", at: Date.now(), ...sealed };
    await kept.mend("outbox", entry.uuid, (row) => row.at === entry.at && made);
  }

  const discard = (uuid) => kept.remove("outbox", uuid);

  async function ask(address, options = {}) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const headers = { Accept: "application/json", "HX-Request": "true", ...options.headers };
      const answer = await fetch(address, { ...options, headers, credentials: "same-origin", cache: "no-store", redirect: "error", signal: stop.signal });
      noteRest(answer.headers.get("Retry-After"));
      return meant(answer.status, await answer.json().catch(() => null));
    } catch {
      return { status: 0, body: null }; // no link, or the answer was lost
    } finally {
      clearTimeout(timer);
    }
  }

  /* A success without an object is the page of a hotspot, or of whatever else stands between: no
     link. A refusal without one has no valid token, or wants a password first: to the log-in. */
  function meant(status, found) {
    const body = found && typeof found === "object" ? found : null;
    if (status >= 200 && status < 300 && !body) return { status: 0, body };
    return { status: status === 403 && !body ? 401 : status, body };
  }

  let rest = 0; // until when the server asks to be left alone; by a clock that nobody sets

  function noteRest(seconds) {
    if (Number(seconds) > 0) rest = performance.now() + Math.min(Number(seconds), LONGEST) * 1000;
  }

  const rests = () => performance.now() < rest;

  const put = (csrf, method, content) => ({
    method,
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
    body: JSON.stringify(content),
  });

  /* One entry: null to go on with the next one, else the status that stops the sending. */
  async function deliver(data, entry, address) {
    const { status, body } = await ask(address.replace("{uuid}", entry.uuid), put(data.csrf, "PUT", entry.visit));
    if (FOR_ALL.includes(status)) return status;
    return settle(data.user, entry, status, body);
  }

  /* Several entries in one request; null, or a status. What cannot be sent together (an older
     server, one that fails on one of them) is sent one by one. */
  async function deliverAll(data, entries, address, batch) {
    if (entries.length === 1) return deliver(data, entries[0], address);
    const visits = entries.map((entry) => ({ id: entry.uuid, ...entry.visit }));
    const { status, body } = await ask(batch.address, put(data.csrf, "POST", { visits }));
    if (FOR_ALL.includes(status)) return status;
    const answers = new Map(((body && body.results) || []).map((each) => [each.id, each]));
    let problem = null;
    for (const entry of entries) {
      const each = answers.get(entry.uuid);
      const stopped = each ? await settle(data.user, entry, each.status, each.answer) : await deliver(data, entry, address);
      if (FOR_ALL.includes(stopped)) return stopped;
      problem = stopped === null ? problem : stopped; // of this one: the others go on
    }
    return problem;
  }

  /* What an answer means for an entry: null when it is settled, else the status. An entry that
     was changed or discarded meanwhile stays as it is: the answer is to an old text. */
  async function settle(owner, entry, status, answer) {
    const isTaken = status >= 200 && status < 300;
    if (isTaken && (answer || {}).beneficiary !== entry.visit.beneficiary) return 0; // not our server
    const isRefused = [400, 403, 404, 422].includes(status) && answer;
    if (!isTaken && status !== 409 && !isRefused) return status; // no link, logged out, busy
    try {
      const row = await kept.get("outbox", entry.uuid);
      if (!row || row.at !== entry.at) return null;
      if (isTaken) await discard(entry.uuid);
      else await keep(owner, entry.visit, entry.person, entry.uuid, (answer || {}).code === "differs" ? "differs" : "refused", answer);
    } catch {
      return FULL; // it waits on, and is asked for again
    }
    return null;
  }

  /* The next entries to go together: no more than allowed, in number and in text. */
  function take(entries, most, characters) {
    let [count, size] = [0, 0];
    for (const entry of entries) {
      size += JSON.stringify(entry.visit).length;
      if (count === most || (count > 0 && size > characters)) break;
      count += 1;
    }
    return entries.slice(0, count);
  }

  let weak = Infinity; // how many may go together on this link

  /* Sends all that waits, in one tab at a time; null, or the status that stopped it. */
  async function send(data, address, batch) {
    let problem = null;
    let waiting = (await list(data.user)).filter((entry) => entry.state === "waiting");
    while (waiting.length) {
      const together = take(waiting, Math.min(batch.most, weak), batch.characters);
      const stopped = await deliverAll(data, together, address, batch);
      // What a weak link did not carry is tried again in smaller parts.
      weak = stopped === 0 ? Math.max(1, Math.floor(together.length / 2)) : Infinity;
      if (FOR_ALL.includes(stopped)) return stopped;
      problem = stopped === null ? problem : stopped;
      waiting = waiting.slice(together.length);
    }
    return problem;
  }

  const alone = (work) => (navigator.locks ? navigator.locks.request("home-visits", work) : work());

  window.outbox = { keep, isFree, list, renew, discard, ask, rests, send: (...given) => alone(() => send(...given)) };
})();
