/* Comforts of the frame. Every one of them has a plain form or link beneath it. */
(() => {
  "use strict";

  // The chosen light is set at once; the server keeps it.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-theme-form]") || !event.submitter) return;
    event.preventDefault();
    const body = new FormData(form, event.submitter);
    const theme = event.submitter.value;
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    for (const button of form.querySelectorAll("button[name=theme]")) {
      button.setAttribute("aria-pressed", String(button === event.submitter));
    }
    fetch(form.action, { method: "POST", body, redirect: "manual", credentials: "same-origin" });
  });

  // Forms that send themselves when a choice changes keep a button for those without script.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-send-on-change]");
    if (form) form.requestSubmit();
  });

  // Messages can be closed; those that arrive with a fragment float, since the top of the page may be out of sight.
  const wake = (root) => {
    for (const button of root.querySelectorAll("[data-close-message]")) button.hidden = false;
    // With script the hours themselves are ticked, so that one of them can be taken back.
    for (const pick of root.querySelectorAll("[data-hours][name]")) pick.removeAttribute("name");
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-close-message]");
    if (button) button.closest(".notice").remove();
  });
  document.addEventListener("htmx:load", (event) => wake(event.target.parentNode || document));
  document.addEventListener("htmx:afterSwap", (event) => {
    const messages = document.getElementById("messages");
    if (messages && messages.contains(event.target)) messages.classList.add("is-floating");
    if (messages) wake(messages);
  });
  document.addEventListener("htmx:oobAfterSwap", (event) => {
    if (event.target.id === "messages") event.target.classList.toggle("is-floating", event.target.childElementCount > 0);
  });
  wake(document);

  // Week grids: a named part of the week ticks its hours at once.
  document.addEventListener("change", (event) => {
    const pick = event.target.closest("[data-hours]");
    if (!pick) return;
    const grid = pick.closest("[data-week-grid]");
    const hours = new Set(pick.dataset.hours.split(" "));
    for (const box of grid.querySelectorAll("td input[type=checkbox]")) {
      if (hours.has(box.value)) box.checked = pick.checked;
    }
  });
})();
