// Counts the seconds in which an announcement can still be stopped. Without it the page says the time of day.
"use strict";
for (const place of document.querySelectorAll("[data-countdown]")) {
  const ends = performance.now() + Number(place.dataset.countdown) * 1000;
  const show = () => {
    const left = Math.ceil((ends - performance.now()) / 1000);
    if (left > 0) {
      place.textContent = place.dataset.secondsLeft.replace("{n}", left);
      setTimeout(show, 250);
    } else {
      place.textContent = place.dataset.now;
    }
  };
  show();
}
