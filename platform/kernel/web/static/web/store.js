/* What a browser keeps for a person: encrypted by a key that cannot leave the browser.
   Rows hold, readable, only whose they are and when they were made. */
(() => {
  "use strict";

  const NAME = "qianzhan";
  const STORES = ["keys", "lists", "outbox", "meta"];

  const promised = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

  let opened = null;

  function open() {
    if (opened) return opened;
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      for (const store of STORES) request.result.createObjectStore(store, { keyPath: "id" });
    };
    opened = promised(request);
    opened.then(letGo, () => { opened = null; });
    return opened;
  }

  /* Closed by the browser (its data was cleared), or asked for by another tab: opened anew when
     it is needed again. */
  function letGo(database) {
    database.onclose = () => { opened = null; };
    database.onversionchange = () => {
      database.close();
      opened = null;
    };
  }

  async function run(store, mode, ask) {
    const transaction = (await open()).transaction(store, mode, { durability: "strict" });
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
    const found = await promised(ask(transaction.objectStore(store)));
    await done; // on the disk, not only asked for
    return found;
  }

  const get = (store, id) => run(store, "readonly", (rows) => rows.get(id));
  const all = (store) => run(store, "readonly", (rows) => rows.getAll());
  /* After its reader has left, a page that still stands keeps nothing but what waits to be sent. */
  const put = async (store, row) => {
    if (!window.kept.left || store === "outbox") await run(store, "readwrite", (rows) => rows.put(row));
  };
  /* The row as `change` gives it, under another id too; none when that gives none. In one piece,
     whatever another tab does meanwhile. */
  const mend = (store, id, change) => run(store, "readwrite", (rows) => {
    const asked = rows.get(id);
    asked.addEventListener("success", () => {
      const changed = asked.result && change(asked.result);
      if (!changed) return;
      if (changed.id !== id) rows.delete(id);
      rows.put(changed);
    });
    return asked;
  });
  const remove = (store, id) => run(store, "readwrite", (rows) => rows.delete(id));
  const clear = (store) => run(store, "readwrite", (rows) => rows.clear());

  /* One key a person; add, never put: of two tabs the first one's key stands. */
  async function keyOf(owner) {
    const found = await get("keys", owner);
    if (found) return found.key;
    const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    try {
      await run("keys", "readwrite", (rows) => rows.add({ id: owner, key }));
    } catch {
      return (await get("keys", owner)).key;
    }
    return key;
  }

  async function seal(owner, value) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const text = new TextEncoder().encode(JSON.stringify(value));
    return { iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await keyOf(owner), text) };
  }

  /* Throws for what no key opens any more. */
  async function unseal(owner, row) {
    const { key } = await get("keys", owner);
    const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv }, key, row.sealed);
    return JSON.parse(new TextDecoder().decode(text));
  }

  const able = () => Boolean(window.isSecureContext && window.indexedDB && window.crypto && crypto.subtle && crypto.randomUUID);

  const user = async () => ((await get("meta", "user")) || {}).value || "";

  /* Lists of persons go with the person who logs out; what waits to be sent stays. */
  async function wipe() {
    await clear("lists");
    await clear("meta");
  }

  window.kept = { left: false, able, get, all, put, mend, remove, seal, unseal, user, wipe };
})();
