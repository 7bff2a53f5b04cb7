// The service worker of the field, scope /field/. GIVEN {version, shell, later} stands above.
// Pages: from the network, else as last seen. Sheets and modules: as kept, renewed behind.
// Ignores everything that is sent: that is the queue's, in the page.

const SHELL = `shell-${GIVEN.version}`;
const PAGES = "pages";
const PHOTOS = "photos";
const PATIENCE_MS = 5000;
const PHOTOS_KEPT = 120;
const CASES_KEPT = 60;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keepAll(GIVEN.shell));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("shell-") && name !== SHELL) await caches.delete(name);
    }
    await self.clients.claim();
  })());
  keepAll(GIVEN.later);
});

async function keepAll(addresses) {
  const cache = await caches.open(SHELL);
  await Promise.allSettled(addresses.map(async (address) => {
    if (await cache.match(address)) return;
    const answer = await fetch(address);
    if (answer.ok) await keep(cache, address, answer);
  }));
}

/** Kept whole or not at all: an answer that breaks off must not push out the one before it. */
async function keep(cache, request, answer) {
  const body = await answer.blob();
  const headers = new Headers(answer.headers);
  headers.delete("content-encoding"); // the body is plain by now
  headers.delete("content-length");
  await cache.put(request, new Response(body, { status: answer.status, headers }));
}

self.addEventListener("message", (event) => {
  const { data } = event;
  if (data.forget) {
    caches.delete(PAGES);
    caches.delete(PHOTOS);
  }
  const wanted = data.keep ?? data.missing;
  if (!wanted) return;
  const work = keepPages(wanted, data.user, { anew: Boolean(data.keep) });
  event.waitUntil(work.then((kept) => event.source?.postMessage({ kept, whole: Boolean(data.keep) })));
});

/** Pages the phone will want without network; another person's go first. True: all are kept. */
async function keepPages(addresses, user, { anew }) {
  const cache = await caches.open(PAGES);
  const owner = await (await cache.match("/field/owner"))?.text();
  if (owner && owner !== user) {
    for (const request of await cache.keys()) await cache.delete(request);
    await caches.delete(PHOTOS);
  }
  await cache.put("/field/owner", new Response(user));
  for (const address of addresses) {
    if (!anew && (await cache.match(address, { ignoreVary: true }))) continue;
    try {
      const answer = await fetch(address, { credentials: "same-origin" });
      if (answer.ok && !answer.redirected) await keep(cache, address, answer);
    } catch {
      return false; // the network is gone again
    }
  }
  const cases = (await cache.keys()).filter(({ url }) => url.includes("/field/cases/"));
  for (const old of cases.slice(0, Math.max(0, cases.length - CASES_KEPT))) await cache.delete(old);
  return true;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (pathname.startsWith("/static/")) event.respondWith(asset(event));
  else if (pathname.includes("/photos/")) event.respondWith(photo(request));
  else if (pathname === "/field/land.geojson") event.respondWith(fresh(request));
  else if (request.mode === "navigate" && pathname.startsWith("/field/")) event.respondWith(page(request));
});

async function asset(event) {
  const kept = await caches.match(event.request, { ignoreVary: true });
  const renewed = fetch(event.request).then(async (answer) => {
    if (answer.ok) await keep(await caches.open(SHELL), event.request, answer.clone());
    return answer;
  });
  if (!kept) return renewed;
  event.waitUntil(renewed.catch(() => undefined));
  return kept;
}

async function photo(request) {
  const cache = await caches.open(PHOTOS);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) {
    await keep(cache, request, answer.clone());
    const all = await cache.keys();
    for (const old of all.slice(0, Math.max(0, all.length - PHOTOS_KEPT))) await cache.delete(old);
  }
  return answer;
}

/** From the network; as last seen when there is none or it takes too long. */
async function fresh(request) {
  const cache = await caches.open(PAGES);
  const { pathname } = new URL(request.url);
  const kept = await cache.match(request, { ignoreVary: true })
    ?? await cache.match(pathname, { ignoreVary: true });
  const asked = fetch(request).then(async (answer) => {
    // A redirect leads to the sign-in page: never kept in place of the page itself.
    if (answer.ok && !answer.redirected && answer.type === "basic") await keep(cache, request, answer.clone());
    return answer;
  });
  if (!kept) return asked;
  const tired = new Promise((done) => setTimeout(() => done(kept), PATIENCE_MS));
  return Promise.race([asked.catch(() => kept), tired]);
}

async function page(request) {
  try {
    return await fresh(request);
  } catch {
    const cache = await caches.open(PAGES);
    return (await cache.match("/field/offline/", { ignoreVary: true })) ?? Response.error();
  }
}
