// Puts a list of seminars in the place of the link before it. ASCII only: it runs on pages in any encoding.
(function () {
  "use strict";
  var script = document.currentScript;
  if (!script || !window.fetch || !window.URL) { return; }
  var wishes = new URLSearchParams();
  ["series", "lang", "tz", "next", "past", "columns"].forEach(function (name) {
    var value = script.getAttribute("data-" + name);
    if (name === "tz" && value === "reader") {
      try { value = Intl.DateTimeFormat().resolvedOptions().timeZone; } catch (e) { value = ""; }
    }
    if (value) { wishes.set(name, value); }
  });
  var address = new URL("/embed/rows/?" + wishes, script.src).href;
  var kept = "seminars " + address;
  var link = script.previousElementSibling;
  var style = ":host{display:block;font:inherit;color:inherit}ul{list-style:none;margin:0;padding:0}" +
    "li{padding:.75em 0;border-top:1px solid rgba(128,128,128,.35)}li:first-child{border-top:0}p{margin:0}" +
    "a{color:inherit;text-underline-offset:.2em}.seminars-title{font-weight:600;overflow-wrap:anywhere}" +
    ".seminars-when,.seminars-where,.seminars-detail,.seminars-calendar,.seminars-more,.seminars-stale{font-size:.9em}" +
    ".seminars-zone,.seminars-where{opacity:.75}.seminars-heading{font-weight:600;margin:1em 0 0}" +
    ".seminars-cancelled time,.seminars-cancelled a{text-decoration:line-through}.seminars-more{padding-top:.75em}";
  var root;

  function show(html, isStale) {
    if (!root) {
      var box = document.createElement("div");
      script.parentNode.insertBefore(box, script);
      // Styles of the page do not reach in, and ours do not reach out.
      root = box.attachShadow ? box.attachShadow({ mode: "open" }) : box;
      if (link && link.tagName === "A") { link.style.display = "none"; }
    }
    root.innerHTML = html;
    try {
      // Also where the page forbids styles within it.
      var sheet = new CSSStyleSheet();
      sheet.replaceSync(style);
      root.adoptedStyleSheets = [sheet];
    } catch (e) {
      var element = document.createElement("style");
      element.textContent = style;
      root.appendChild(element);
    }
    var note = root.querySelector(".seminars-stale");
    if (note) { note.hidden = !isStale; }
  }
  function remember(html) {
    try { localStorage.setItem(kept, html); } catch (e) { /* no room, or not allowed */ }
  }
  function recall() {
    var last = null;
    try { last = localStorage.getItem(kept); } catch (e) { /* not allowed */ }
    // Without it the link before the script goes on to stand there.
    if (last) { show(last, true); }
  }

  var abort = window.AbortController ? new AbortController() : null;
  var timer = setTimeout(function () { if (abort) { abort.abort(); } else { recall(); } }, 8000);
  fetch(address, { signal: abort ? abort.signal : undefined, credentials: "omit" }).then(function (answer) {
    if (!answer.ok) { throw new Error(String(answer.status)); }
    return answer.text();
  }).then(function (html) {
    clearTimeout(timer);
    remember(html);
    show(html, false);
  }).catch(function () {
    clearTimeout(timer);
    recall();
  });
})();
