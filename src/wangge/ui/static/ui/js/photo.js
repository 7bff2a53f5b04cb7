// Photos made small before they travel: at most 1600 px, JPEG, with a preview and a way back.
// Ignores what the server checks again: type, size, hidden data.

const LONGEST_PX = 1600;
const QUALITY = 0.82;

/** `file` as a JPEG no longer than 1600 px on a side; the file itself if it cannot be read. */
export async function shrink(file) {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_PX / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    if (!blob || (scale === 1 && blob.size >= file.size)) return file;
    return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg",
      { type: "image/jpeg", lastModified: file.lastModified });
  } catch {
    return file;
  }
}

function show(list, kept, put) {
  for (const image of list.querySelectorAll("img")) URL.revokeObjectURL(image.src);
  list.replaceChildren(...kept.map((file, n) => {
    const item = document.createElement("li");
    const image = document.createElement("img");
    image.src = URL.createObjectURL(file);
    image.alt = `${n + 1}: ${file.name}`;
    const away = document.createElement("button");
    away.type = "button";
    away.className = "btn btn-icon";
    away.textContent = "×";
    away.setAttribute("aria-label", `${list.dataset.remove} ${n + 1}`);
    away.addEventListener("click", () => put(kept.filter((each) => each !== file)));
    item.append(image, away);
    return item;
  }));
}

/** Every `[data-photos]` keeps what was chosen, adds what is chosen next, and shows it. */
export function readyPickers(root) {
  for (const picker of root.querySelectorAll("[data-photos]:not([data-ready])")) {
    picker.setAttribute("data-ready", "");
    const input = picker.querySelector("input[type=file]");
    const list = picker.querySelector("[data-photo-list]");
    const most = Number(picker.dataset.most) || 6;
    let kept = [];
    const put = (files) => {
      kept = files.slice(0, most);
      const carrier = new DataTransfer();
      for (const file of kept) carrier.items.add(file);
      input.files = carrier.files;
      show(list, kept, put);
      picker.dispatchEvent(new CustomEvent("photos", { detail: kept, bubbles: true }));
    };
    input.addEventListener("change", async () => {
      const fresh = [...input.files];
      picker.setAttribute("aria-busy", "true");
      const small = [];
      for (const file of fresh) small.push(await shrink(file)); // one at a time: phones are small
      picker.removeAttribute("aria-busy");
      put([...kept, ...small]);
    });
    input.form?.addEventListener("reset", () => put([]));
  }
}
