// What only the reader's own machine knows: time zone, clock, clipboard. Nothing here is needed.
(() => {
  "use strict";
  const locale = document.documentElement.lang.startsWith("zh") ? "zh-CN" : "en-GB";
  const pad = (number) => String(number).padStart(2, "0");
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone || "";

  function parts(moment, timeZone, options) {
    const found = {};
    const format = new Intl.DateTimeFormat(locale, { timeZone, hourCycle: "h23", ...options });
    format.formatToParts(moment).forEach((part) => { found[part.type] = part.value; });
    return found;
  }
  function wall(moment, zone) {
    const p = parts(moment, zone, { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" });
    return { day: `${p.year}-${p.month}-${p.day}`, clock: `${p.hour}:${p.minute}` };
  }
  const read = (shown) => Date.parse(`${shown.day}T${shown.clock}Z`);
  function zoneName(moment) {
    try {
      return parts(moment, here, { timeZoneName: "longGeneric" }).timeZoneName;
    } catch (e) {
      return here.split("/").pop().replace(/_/g, " ");
    }
  }
  function tellYours(element) {
    const { starts, ends, zone, label, day, change } = element.dataset;
    const start = new Date(starts), there = wall(start, zone), mine = wall(start, here);
    if (read(there) === read(mine)) return;
    const says = (options) => new Intl.DateTimeFormat(locale, { timeZone: here, ...options }).format(start);
    const date = says({ month: "long", day: "numeric" }), weekday = says({ weekday: "short" });
    const shift = Date.parse(mine.day) - Date.parse(there.day);
    const gap = (moment) => read(wall(moment, zone)) - read(wall(moment, here));
    const name = document.createElement("b"), clock = document.createElement("span");
    name.textContent = label;
    clock.className = "unbroken";
    clock.textContent = `${mine.clock}–${wall(new Date(ends), here).clock}`;
    element.append(name, locale === "zh-CN" ? ` ${date} ${weekday} ` : ` ${weekday}, ${date} `, clock,
      `${shift ? ` (${shift > 0 ? "+" : "−"}${Math.abs(shift) / 864e5} ${day})` : ""} · ${zoneName(start)}`);
    if ([-14, 14].some((days) => gap(+start + days * 864e5) !== gap(start))) element.append(` · ${change}`);
    element.hidden = false;
  }

  // Hours and minutes to go; then that it goes on, or is over.
  function tellNear(chip) {
    const { starts, ends, live, over } = chip.dataset;
    const left = Date.parse(starts) - Date.now(), isOver = Date.now() >= Date.parse(ends);
    if (left > 864e5 || !Intl.RelativeTimeFormat) return;
    if (left > 0) {
      const format = new Intl.RelativeTimeFormat(locale), hours = Math.floor(left / 36e5);
      chip.textContent = hours ? format.format(hours, "hour") : format.format(Math.ceil(left / 6e4), "minute");
    } else {
      chip.textContent = isOver ? over : live;
      chip.className = `chip ${isOver ? "chip-over" : "chip-live"}`;
    }
    chip.hidden = false;
    if (!isOver) setTimeout(tellNear, 3e4, chip);
  }

  function copyText(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const field = document.createElement("textarea");
    field.value = text;
    field.readOnly = true;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done ? Promise.resolve() : Promise.reject();
  }
  function offerCopy(button) {
    const { copy, done } = button.dataset;
    button.hidden = false;
    button.addEventListener("click", () => copyText(copy).then(() => {
      const label = button.textContent;
      if (label === done) return;
      button.textContent = done;
      setTimeout(() => { button.textContent = label; }, 2000);
    }, () => { button.textContent = copy; }));
  }
  function offerShare(button) {
    button.hidden = !navigator.share;
    const { title, share } = button.dataset;
    button.addEventListener("click", () => navigator.share({ title, text: share }).catch(() => { /* called off */ }));
  }

  function countDown(element) {
    const ends = Date.parse(element.dataset.countdown);
    function tell() {
      const left = Math.floor((ends - Date.now()) / 1000);
      if (left <= 0) { location.reload(); return; }
      const clock = `${Math.floor(left / 3600)}:${pad(Math.floor(left / 60) % 60)}:${pad(left % 60)}`;
      element.textContent = element.dataset.words.replace("{time}", clock);
      element.hidden = false;
      element.previousElementSibling.hidden = true;
      setTimeout(tell, 1000);
    }
    // A clock that is ahead of the server's would reload for ever.
    if (ends > Date.now() && ends - Date.now() < 864e5) tell();
  }
  function reloadAt(element) {
    const left = Date.parse(element.dataset.reloadAt) - Date.now() + 1000;
    if (left > 0 && left < 864e5) setTimeout(() => location.reload(), left);
  }

  const acts = [["[data-copy]", offerCopy], ["[data-share]", offerShare], ["[data-near]", tellNear],
    ["[data-countdown]", countDown], ["[data-reload-at]", reloadAt]];
  if (here) {
    acts.push(["[data-yours]", tellYours], ["input[data-own-zone]", (field) => { field.value = here; }],
      ["a[data-zone-link]", (link) => { link.search += `${link.search ? "&" : "?"}tz=${here}`; }]);
  }
  // While the page is still being read, so that nothing moves once it is painted.
  const seen = new WeakSet();
  function look() {
    acts.forEach(([selector, act]) => document.querySelectorAll(selector).forEach((element) => {
      if (seen.has(element)) return;
      seen.add(element);
      act(element);
    }));
  }
  const watch = new MutationObserver(look);
  watch.observe(document, { childList: true, subtree: true });
  document.addEventListener("DOMContentLoaded", () => {
    watch.disconnect();
    look();
    const select = document.querySelector("select[data-zones='']");
    if (select && select.querySelector(`[value="${here}"]`)) select.value = here;
  });
})();
