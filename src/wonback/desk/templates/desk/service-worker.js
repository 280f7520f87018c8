// Keeps the look of the house and one page without anybody's data, so that Today opens without a network.
// Pages and answers are never kept here: what is about clients lies sealed in the device's own store.
const CACHE = "wonback-look-1"
const SHELL = "{{ shell }}"

self.addEventListener("install", () => self.skipWaiting())

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name)
    await self.clients.claim()
  })())
})

// The page says what it needs; what it needs no more is let go.
self.addEventListener("message", (event) => {
  if (event.data?.keep) event.waitUntil(keep(new Set([SHELL, ...event.data.keep.filter(isLook)])).then(() => event.source?.postMessage("kept")))
})

function isLook(address) {
  const url = new URL(address, self.location)
  return url.origin === self.location.origin && url.pathname.startsWith("/static/")
}

async function keep(addresses) {
  const cache = await caches.open(CACHE)
  const wanted = new Set([...addresses].map((address) => new URL(address, self.location).href))
  for (const request of await cache.keys()) if (!wanted.has(request.url)) await cache.delete(request)
  await Promise.all([...wanted].map(async (address) => {
    const answer = await fetch(address, { cache: "no-cache" })
    // A page that leads to the sign-in is not the page.
    if (answer.ok && !answer.redirected) await cache.put(address, answer)
  }))
}

self.addEventListener("fetch", (event) => {
  const { request } = event
  if (request.method !== "GET") return
  if (isLook(request.url)) event.respondWith(fetch(request).catch(async () => (await caches.match(request)) ?? Response.error()))
  else if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => otherwise(request)))
})

async function otherwise(request) {
  const today = ["/", "/today/", SHELL]
  const { pathname } = new URL(request.url)
  if (!today.includes(pathname) && !pathname.startsWith("/today/")) return Response.redirect(SHELL)
  return (await caches.match(SHELL)) ?? Response.error()
}
