// What lies on this device: a person's day and the touches that wait, sealed with a key that goes when they sign out.
let opened

function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("wonback", 1)
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("kept", { keyPath: "name" })
      asked.result.createObjectStore("queue", { keyPath: "id" })
    }
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error)
  })
}

async function deal(store, mode, work) {
  const database = await (opened ??= open())
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store, mode, mode === "readwrite" ? { durability: "strict" } : {})
    const request = work(transaction.objectStore(store))
    transaction.oncomplete = () => resolve(request.result)
    transaction.onerror = transaction.onabort = () => reject(transaction.error)
  })
}

export const get = (store, id) => deal(store, "readonly", (rows) => rows.get(id))
export const all = (store) => deal(store, "readonly", (rows) => rows.getAll())
export const put = (store, row) => deal(store, "readwrite", (rows) => rows.put(row))
export const remove = (store, id) => deal(store, "readwrite", (rows) => rows.delete(id))

// Whose device it is now; nobody's, once they have signed out.
export const owner = () => get("kept", "key")

// Somebody is signed in: their key opens what is theirs; the day of whoever was here before goes.
export async function welcome(user, key) {
  const before = await owner()
  if (before?.user === user) return before
  await forget()
  const raw = Uint8Array.from(atob(key), (letter) => letter.charCodeAt(0))
  const sealing = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"])
  await put("kept", { name: "key", user, key: sealing })
  return owner()
}

// Nobody is signed in any more. What waits to be sent stays, and nobody can read it until its owner comes back.
export async function forget() {
  await remove("kept", "day")
  await remove("kept", "key")
}

export async function seal(value, key) {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const words = new TextEncoder().encode(JSON.stringify(value))
  return { iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, words) }
}

export async function unseal({ iv, sealed }, key) {
  const words = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed)
  return JSON.parse(new TextDecoder().decode(words))
}
