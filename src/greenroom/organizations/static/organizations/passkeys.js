/* Says in words what a browser refused. Without it, a passkey that is cancelled or missing would fail in silence. */
(() => {
  "use strict";
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const words = document.getElementById("passkey-words");
    const messages = document.getElementById("messages");
    if (!words || !messages) return;
    messages.replaceChildren(words.content.cloneNode(true));
    messages.scrollIntoView({ block: "nearest" });
  });
})();
