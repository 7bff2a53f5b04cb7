// One button: print this sheet. Hidden where there is no JavaScript; the browser's menu prints too.
const button = document.querySelector("[data-print]");
button.hidden = false;
button.addEventListener("click", () => window.print());
