// Copies a text at one press. Without it the text can be selected and copied by hand.
"use strict";
{
  const copy = async (area) => {
    // Only pages under https, or on this machine, may write to the clipboard directly.
    if (navigator.clipboard && window.isSecureContext) {
      await navigator.clipboard.writeText(area.value);
      return true;
    }
    area.focus();
    area.setSelectionRange(0, area.value.length);
    return document.execCommand("copy");
  };

  for (const button of document.querySelectorAll("button[data-copy]")) {
    const area = document.getElementById(button.dataset.copy);
    const words = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      let done = false;
      try {
        done = await copy(area);
      } catch {
        area.select();
      }
      button.textContent = done ? button.dataset.done : button.dataset.failed;
      setTimeout(() => {
        button.textContent = words;
      }, 2500);
    });
  }
}
