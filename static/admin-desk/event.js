// Adds rows for talks, speakers and links, and keeps "its own" and the choice beside it in step.
// Without it everything works too: each saved page ends with an empty row.
"use strict";
/* global django */
{
  // The empty rows that stand ready for browsers without scripts come out when their button asks for them.
  const reveal = (within) => {
    for (const place of within.querySelectorAll("[data-add]")) place.hidden = false;
    for (const spare of within.querySelectorAll("[data-spare]")) spare.hidden = true;
  };

  const show = (row) => {
    row.hidden = false;
    row.removeAttribute("data-spare");
    if (row.dataset.title) row.querySelector("summary").textContent = row.dataset.title;
    row.open = true;
    row.querySelector("input:not([type=hidden]), select, textarea").focus();
  };

  const add = (group) => {
    const prefix = group.dataset.prefix;
    const spare = group.querySelector(":scope > [data-rows] > [data-spare]");
    if (spare) {
      show(spare);
      return;
    }
    const total = document.getElementById(`id_${prefix}-TOTAL_FORMS`);
    const index = Number(total.value);
    const empty = document.querySelector(`template[data-empty="${group.dataset.formset}"]`);
    const made = document.createElement("template");
    made.innerHTML = empty.innerHTML.replaceAll(empty.dataset.prefix, `${prefix}-${index}`);
    const row = made.content.querySelector("[data-row]");
    group.querySelector(":scope > [data-rows]").append(row);
    total.value = index + 1;
    reveal(row);
    row.dispatchEvent(new CustomEvent("formset:added", { bubbles: true, detail: { formsetName: prefix } }));
    show(row);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add] button");
    if (button) add(button.closest("[data-formset]"));
  });

  const keepInStep = (name) => {
    const choice = document.getElementById(`id_${name}`);
    const sources = [...document.getElementsByName(`${name}_from`)];
    if (!choice || !sources.length) return;
    const own = sources.find((source) => source.value === "own");
    // Django's pop-up tells of a new row through jQuery alone.
    django.jQuery(choice).on("change", () => {
      if (choice.value) own.checked = true;
    });
    for (const source of sources) {
      source.addEventListener("change", () => {
        if (source.checked && source !== own) choice.value = "";
      });
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    reveal(document);
    keepInStep("venue");
    keepInStep("meeting");
  });
}
