// Keeps the bar of a telling true while it goes on. Without it the page comes anew by itself.
"use strict";
{
  const EVERY = 2000;

  const show = (place, now) => {
    const bar = place.querySelector("progress");
    const stages = place.querySelector("[data-stages]");
    if (!bar || !stages || now.is_over) {
      // Another heading and other buttons: the server knows them.
      location.reload();
      return false;
    }
    bar.max = now.total;
    bar.value = now.done;
    place.querySelector("[data-words]").textContent = now.words;
    const links = new Map([...stages.children].map((link) => [link.dataset.stage, link]));
    for (const { stage, label, count } of now.stages) {
      const link = links.get(stage) ?? stages.lastElementChild.cloneNode(true);
      link.className = `desk-count desk-count-${stage}`;
      link.dataset.stage = stage;
      const url = new URL(link.href);
      url.searchParams.set("stage", stage);
      link.href = url;
      link.textContent = `${label} ${count}`;
      stages.append(link, " ");
      links.delete(stage);
    }
    for (const gone of links.values()) gone.remove();
    place.querySelector("[data-left]").replaceChildren(
      ...now.left.map((sentence) => Object.assign(document.createElement("li"), { textContent: sentence })),
    );
    return true;
  };

  for (const place of document.querySelectorAll("[data-progress]")) {
    const ask = async () => {
      let goes_on = true;
      try {
        const answer = await fetch(place.dataset.progress, { headers: { Accept: "application/json" } });
        if (answer.ok) goes_on = show(place, await answer.json());
      } catch {
        // The connection is gone for a moment; what is shown was true.
      }
      if (goes_on) setTimeout(ask, EVERY);
    };
    setTimeout(ask, EVERY);
  }
}
