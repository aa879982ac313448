// Lights up the words that a field was read from, and leads from the words to their field.
// Without it every field links to its words and every label in the text to its field.
"use strict";
{
  const text = document.querySelector(".paste-text");
  const marksOf = (path) => [...text.querySelectorAll("mark")].filter((mark) => mark.dataset.paths.split(" ").includes(path));

  const light = (field, isLooking) => {
    for (const lit of text.querySelectorAll(".is-lit")) lit.classList.remove("is-lit");
    const marks = [...(field?.querySelectorAll("[data-path]") ?? [])].flatMap((said) => marksOf(said.dataset.path));
    for (const mark of marks) mark.classList.add("is-lit");
    // Only the text's own window moves: the page stays where the hands are.
    if (isLooking && marks.length && text.scrollHeight > text.clientHeight) {
      text.scrollTop = marks[0].offsetTop - text.offsetTop - text.clientHeight / 3;
    }
  };

  if (text) {
    for (const field of document.querySelectorAll(".paste-form .desk-field")) {
      if (field.querySelector("[data-path]")) field.addEventListener("mouseenter", () => light(field, false));
    }
    document.addEventListener("focusin", (event) => {
      if (!text.contains(event.target)) light(event.target.closest(".paste-form .desk-field"), true);
    });
    const open = (id) => {
      const target = document.getElementById(id);
      if (!target) return false;
      for (let around = target.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
      const control = target.matches("input, select, textarea") ? target : target.querySelector("input:checked, input, select, textarea");
      target.scrollIntoView({ block: "center" });
      control?.focus({ preventScroll: true });
      return true;
    };
    document.addEventListener("click", (event) => {
      const mark = event.target.closest(".paste-text mark");
      const link = event.target.closest("a[href^='#id_']");
      if (mark) {
        const label = [...text.querySelectorAll("a.paste-label")].find((each) => each.dataset.path === mark.dataset.paths.split(" ")[0]);
        if (label?.hash) open(label.hash.slice(1));
      } else if (link && open(link.hash.slice(1))) {
        event.preventDefault();
      }
    });
  }

  const form = document.querySelector("form[data-paste]");
  // The other language is another page: the text goes along.
  const other = document.querySelector("#user-tools a[hreflang]");
  if (form && other && form.querySelector("[name=text]").value) {
    other.addEventListener("click", (event) => {
      event.preventDefault();
      form.action = other.href;
      form.requestSubmit(form.querySelector("button[type=submit], input[type=submit]"));
    });
  }
}
