/* The outbox: a visit stays, encrypted, until the server has answered 2xx or the person
   discards it. Sending is repeatable: the same uuid and the same text give one row. */
(() => {
  "use strict";

  const { kept } = window;
  const PATIENCE = 15000; // milliseconds; whether there is a link is said by time, not by the browser

  const FOR_ALL = [0, 401, 429, 503]; // no link, logged out, busy, down: the next one meets it too

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
    return Promise.all(rows.map(async (row) => ({ uuid: row.id, state: row.state, at: row.at, ...(await kept.unseal(owner, row)) })));
  }

  const discard = (uuid) => kept.remove("outbox", uuid);

  async function ask(address, options = {}) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const headers = { Accept: "application/json", "HX-Request": "true", ...options.headers };
      const answer = await fetch(address, { ...options, headers, credentials: "same-origin", cache: "no-store", redirect: "error", signal: stop.signal });
      return { status: answer.status, body: await answer.json().catch(() => null) };
    } catch {
      return { status: 0, body: null }; // no link, or the answer was lost
    } finally {
      clearTimeout(timer);
    }
  }

  const put = (csrf, method, content) => ({
    method,
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
    body: JSON.stringify(content),
  });

  /* One entry: null to go on with the next one, else the status that stops the sending. */
  async function deliver(data, entry, address) {
    const { status, body } = await ask(address.replace("{uuid}", entry.uuid), put(data.csrf, "PUT", entry.visit));
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
    const isRefused = [400, 403, 404, 422].includes(status) && answer;
    if (!isTaken && status !== 409 && !isRefused) return status; // no link, logged out, busy
    const row = await kept.get("outbox", entry.uuid);
    if (!row || row.at !== entry.at) return null;
    if (isTaken) await discard(entry.uuid);
    else await keep(owner, entry.visit, entry.person, entry.uuid, (answer || {}).code === "differs" ? "differs" : "refused", answer);
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

  window.outbox = { keep, isFree, list, discard, ask, send: (...given) => alone(() => send(...given)) };
})();
