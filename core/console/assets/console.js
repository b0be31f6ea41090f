// What htmx does not do by itself: the newest line stays in sight, and a sent text leaves its field.
const chat = document.getElementById("chat");

function showNewest() {
  if (chat !== null) chat.scrollTop = chat.scrollHeight;
}

if (chat !== null) {
  new MutationObserver((changes) => {
    chat.querySelector(".empty")?.remove();
    if (changes.some(({ addedNodes }) => addedNodes.length > 0)) showNewest();
  }).observe(chat, { childList: true });
  showNewest();
}

// Only then: what did not leave stays where it was typed.
document.addEventListener("htmx:after:request", ({ target }) => {
  const name = target instanceof HTMLFormElement ? target.dataset.clears : undefined;
  const field = name === undefined ? null : target.elements.namedItem(name);
  if (field instanceof HTMLInputElement) field.value = "";
  if (name !== undefined) quote("", "");
});

// What is quoted goes along with the next text.
const quoting = document.getElementById("quoting");
const replyTo = document.getElementById("reply-to");

function quote(id, text) {
  if (quoting === null || !(replyTo instanceof HTMLInputElement)) return;
  replyTo.value = id;
  quoting.hidden = id === "";
  quoting.querySelector("span").textContent = text;
}

quoting?.querySelector("button")?.addEventListener("click", () => quote("", ""));
document.addEventListener("click", ({ target }) => {
  const button = target instanceof Element ? target.closest("[data-quotes]") : null;
  if (button === null) return;
  quote(button.dataset.quotes, button.closest(".bubble").querySelector("p")?.textContent ?? "");
  document.getElementById("text")?.focus();
});

// The step at work stays in sight of its drawing, without moving the page.
const drawing = document.getElementById("drawing");

function showRing() {
  const ring = drawing?.querySelector(".ring");
  if (ring === null || ring === undefined) return;
  const [frame, box] = [drawing.getBoundingClientRect(), ring.getBoundingClientRect()];
  drawing.scrollTop += box.top + box.height / 2 - frame.top - frame.height / 2;
  drawing.scrollLeft += box.left + box.width / 2 - frame.left - frame.width / 2;
}

if (drawing !== null) {
  new MutationObserver(showRing).observe(drawing, { childList: true });
  showRing();
}

// What an act on the world did is told below its buttons, which may be the last line in sight.
const news = document.getElementById("world-news");

if (news !== null) {
  new MutationObserver(() => news.scrollIntoView({ block: "nearest" })).observe(news, {
    childList: true,
  });
}
