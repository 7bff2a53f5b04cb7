// Native dialogs: opened, focused, and the focus given back. Ignores what stands in them.

/** Open the dialog of this id; its first field gets the focus, closing gives it back. */
export function openDialog(id, opener = document.activeElement) {
  const dialog = document.getElementById(id);
  if (!(dialog instanceof HTMLDialogElement) || dialog.open) return;
  dialog.showModal();
  const first = dialog.querySelector("[autofocus], .dialog-body :is(input, textarea, select)");
  if (first) first.focus();
  dialog.addEventListener("close", () => opener?.focus?.(), { once: true });
}
