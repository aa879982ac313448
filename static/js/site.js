// Adds what only the reader's own machine knows: its time zone and its clipboard. Nothing here is needed.
(function () {
  "use strict";
  var locale = document.documentElement.lang.indexOf("zh") ? "en-GB" : "zh-CN", here = "";
  try { here = Intl.DateTimeFormat().resolvedOptions().timeZone || ""; } catch (e) { /* very old browser */ }

  function parts(moment, zone, options) {
    var found = {};
    options.timeZone = zone;
    options.hourCycle = "h23";
    new Intl.DateTimeFormat(locale, options).formatToParts(moment).forEach(function (part) {
      found[part.type] = part.value;
    });
    return found;
  }
  function wall(moment, zone) {
    var p = parts(moment, zone, { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" });
    return { day: p.year + "-" + p.month + "-" + p.day, clock: p.hour + ":" + p.minute };
  }
  function daysBetween(one, other) { return Math.round((Date.parse(other) - Date.parse(one)) / 864e5); }
  function zoneName(moment) {
    try {
      return parts(moment, here, { timeZoneName: "longGeneric" }).timeZoneName;
    } catch (e) {
      return here.split("/").pop().replace(/_/g, " ");
    }
  }
  function signed(days, word) {
    var plural = locale === "en-GB" && Math.abs(days) > 1 ? "s" : "";
    return " (" + (days > 0 ? "+" : "−") + Math.abs(days) + " " + word + plural + ")";
  }

  function tellYours(element) {
    var starts = new Date(element.dataset.starts), ends = new Date(element.dataset.ends);
    var there = wall(starts, element.dataset.zone), mine = wall(starts, here);
    if (there.day === mine.day && there.clock === mine.clock) return;
    var day = new Intl.DateTimeFormat(locale, { timeZone: here, month: "long", day: "numeric" }).format(starts);
    var weekday = new Intl.DateTimeFormat(locale, { timeZone: here, weekday: "short" }).format(starts);
    var date = locale === "zh-CN" ? day + " " + weekday : weekday + ", " + day;
    var shift = daysBetween(there.day, mine.day);
    var label = document.createElement("b"), clock = document.createElement("span");
    label.textContent = element.dataset.label;
    clock.className = "unbroken";
    clock.textContent = mine.clock + "–" + wall(ends, here).clock;
    element.append(label, " " + date + " ", clock, (shift ? signed(shift, element.dataset.day) : "") + " · " + zoneName(starts));
    element.hidden = false;
  }

  function copyText(text) {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    var field = document.createElement("textarea");
    field.value = text;
    field.readOnly = true;
    document.body.append(field);
    field.select();
    var done = document.execCommand("copy");
    field.remove();
    return done ? Promise.resolve() : Promise.reject();
  }
  function offerCopy(button) {
    var label = button.textContent;
    button.hidden = false;
    button.addEventListener("click", function () {
      copyText(button.dataset.copy).then(function () {
        button.textContent = button.dataset.done;
        setTimeout(function () { button.textContent = label; }, 2000);
      }, function () { button.textContent = button.dataset.copy; });
    });
  }

  function all(selector, act) { document.querySelectorAll(selector).forEach(act); }
  function countDown(element) {
    var ends = Date.parse(element.dataset.countdown);
    function tell() {
      var left = Math.floor((ends - Date.now()) / 1000);
      if (left <= 0) { location.reload(); return; }
      var hours = Math.floor(left / 3600), minutes = Math.floor(left / 60) % 60, seconds = left % 60;
      var clock = hours + ":" + String(minutes).padStart(2, "0") + ":" + String(seconds).padStart(2, "0");
      element.textContent = element.dataset.words.replace("{time}", clock);
      element.hidden = false;
      element.previousElementSibling.hidden = true;
      setTimeout(tell, 1000);
    }
    // A clock that is ahead of the server's would reload for ever.
    if (ends > Date.now() && ends - Date.now() < 864e5) tell();
  }
  function reloadAt(element) {
    var left = Date.parse(element.dataset.reloadAt) - Date.now() + 1000;
    if (left > 0 && left < 864e5) setTimeout(function () { location.reload(); }, left);
  }

  // Hours and minutes to go, by the reader's own clock; then that it goes on, or is over.
  function tellNear(chip) {
    function tell() {
      var left = Date.parse(chip.dataset.starts) - Date.now(), over = Date.now() >= Date.parse(chip.dataset.ends);
      if (left > 864e5) return;
      var hours = Math.floor(left / 36e5), format = new Intl.RelativeTimeFormat(locale, { numeric: "always" });
      if (left <= 0) {
        chip.textContent = over ? chip.dataset.over : chip.dataset.live;
        chip.className = "chip " + (over ? "chip-over" : "chip-live");
      } else chip.textContent = hours ? format.format(hours, "hour") : format.format(Math.ceil(left / 6e4), "minute");
      chip.hidden = false;
      if (!over) setTimeout(tell, 30000);
    }
    if (Intl.RelativeTimeFormat) tell();
  }
  function offerShare(button) {
    if (!navigator.share) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.share({ title: button.dataset.title, text: button.dataset.share }).catch(function () { /* called off */ });
    });
  }

  all("[data-copy]", offerCopy);
  all("[data-share]", offerShare);
  all("[data-near]", tellNear);
  all("[data-countdown]", countDown);
  all("[data-reload-at]", reloadAt);
  if (!here) return;
  all("[data-yours]", tellYours);
  all("a[data-zone-link]", function (link) { link.href += (link.search ? "&" : "?") + "tz=" + encodeURIComponent(here).replace(/%2F/g, "/"); });
  all("input[data-own-zone]", function (field) { field.value = here; });
  all("select[data-zones='']", function (select) {
    if (select.querySelector('option[value="' + here + '"]')) select.value = here;
  });
})();
