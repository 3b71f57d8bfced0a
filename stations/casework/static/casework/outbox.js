/* The outbox: a visit stays, encrypted, until the server has answered 2xx or the person
   discards it. Sending is repeatable: the same uuid and the same text give one row. */
(() => {
  "use strict";

  const { kept } = window;
  const PATIENCE = 15000; // milliseconds; whether there is a link is said by time, not by the browser

  const FOR_ALL = [0, 401, 429, 503]; // no link, logged out, busy, down: the next one meets it too

  /* state: waiting, refused (the server said no), differs (the server has another version). */
  async function keep(owner, visit, person, uuid = crypto.randomUUID(), state = "waiting", answer = null) {
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

  /* One entry: null to go on with the next one, else the status that stops the sending. */
  async function deliver(owner, entry, address, csrf) {
    const { status, body } = await ask(address.replace("{uuid}", entry.uuid), {
      method: "PUT",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
      body: JSON.stringify(entry.visit),
    });
    if (status >= 200 && status < 300) await discard(entry.uuid);
    else if (status === 409) await settle(owner, entry, "differs", body);
    else if ([400, 403, 404, 422].includes(status) && body) await settle(owner, entry, "refused", body);
    else return status; // no link, logged out, busy: all of it stays as it is
    return null;
  }

  /* The entry may have been changed or discarded meanwhile: then the answer is to an old text. */
  async function settle(owner, entry, state, answer) {
    const row = await kept.get("outbox", entry.uuid);
    if (row && row.at === entry.at) await keep(owner, entry.visit, entry.person, entry.uuid, state, answer);
  }

  /* Sends all that waits, in one tab at a time; null, or the status that stopped it. */
  async function send(data, address) {
    let problem = null;
    for (const entry of await list(data.user)) {
      if (entry.state !== "waiting") continue;
      const stopped = await deliver(data.user, entry, address, data.csrf);
      if (FOR_ALL.includes(stopped)) return stopped;
      problem = stopped === null ? problem : stopped; // of this one: the others go on
    }
    return problem;
  }

  const alone = (work) => (navigator.locks ? navigator.locks.request("home-visits", work) : work());

  window.outbox = { keep, list, discard, ask, send: (data, address) => alone(() => send(data, address)) };
})();
