// The part of a photo that is shown: dragged, or moved with the arrow keys, nearer or farther. Without this script the
// middle is taken.

const STEP = 0.05; // of what is seen, for one key

class PhotoCrop extends HTMLElement {
  connectedCallback() {
    const find = (selector) => this.querySelector(selector);
    this.file = find("input[type=file]");
    this.trouble = find(".error");
    this.choose = find(".choose");
    this.sight = find(".sight");
    this.image = find(".sight img");
    this.zoom = find("input[type=range]");
    this.file.addEventListener("change", () => this.open());
    this.image.addEventListener("load", () => this.begin());
    this.image.addEventListener("error", () => this.close());
    this.zoom.addEventListener("input", () => this.nearer(Number(this.zoom.value)));
    this.sight.addEventListener("keydown", (event) => this.key(event));
    this.sight.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    this.sight.addEventListener("pointerdown", (event) => this.drag(event));
  }

  open() {
    const [file] = this.file.files;
    const large = file && file.size > Number(this.dataset.limit);
    this.trouble.hidden = !large;
    this.trouble.textContent = large ? this.dataset.tooLarge : "";
    this.close();
    if (!file || large) return;
    const reader = new FileReader();
    reader.addEventListener("load", () => {
      this.image.src = reader.result;
    });
    reader.readAsDataURL(file);
  }

  // What the browser cannot show is sent as it is: the site says what is wrong with it.
  close() {
    this.choose.hidden = true;
    for (const name of ["x", "y", "size"]) this.querySelector(`[name=${name}]`).value = "";
  }

  begin() {
    const { naturalWidth: width, naturalHeight: height } = this.image;
    this.whole = Math.min(width, height);
    this.edge = this.whole;
    this.x = (width - this.whole) / 2;
    this.y = (height - this.whole) / 2;
    this.zoom.max = Math.max(1, Math.min(5, this.whole / 48));
    this.zoom.value = 1;
    this.choose.hidden = false;
    this.show();
  }

  nearer(times) {
    const edge = this.whole / times;
    this.x += (this.edge - edge) / 2;
    this.y += (this.edge - edge) / 2;
    this.edge = edge;
    this.show();
  }

  move(right, down) {
    this.x += right * this.edge;
    this.y += down * this.edge;
    this.show();
  }

  key(event) {
    const ways = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
    const near = { "+": 1, "=": 1, "-": -1 }[event.key];
    if (ways[event.key]) this.move(...ways[event.key]);
    else if (near) this.step(near);
    else return;
    event.preventDefault();
  }

  wheel(event) {
    event.preventDefault();
    this.step(event.deltaY < 0 ? 1 : -1);
  }

  step(direction) {
    this.zoom.value = Number(this.zoom.value) + direction * 0.1;
    this.nearer(Number(this.zoom.value));
  }

  // The picture follows the finger, so what is seen of it goes the other way.
  drag(down) {
    down.preventDefault();
    this.sight.focus();
    this.sight.setPointerCapture(down.pointerId);
    const seen = this.sight.clientWidth;
    let [x, y] = [down.clientX, down.clientY];
    const moved = (event) => {
      this.move((x - event.clientX) / seen, (y - event.clientY) / seen);
      [x, y] = [event.clientX, event.clientY];
    };
    this.sight.addEventListener("pointermove", moved);
    const done = () => this.sight.removeEventListener("pointermove", moved);
    this.sight.addEventListener("pointerup", done, { once: true });
    this.sight.addEventListener("pointercancel", done, { once: true });
  }

  show() {
    const { naturalWidth: width, naturalHeight: height } = this.image;
    this.x = Math.min(Math.max(this.x, 0), width - this.edge);
    this.y = Math.min(Math.max(this.y, 0), height - this.edge);
    const size = Math.floor(this.edge);
    const said = { x: Math.floor(this.x), y: Math.floor(this.y), size };
    for (const [name, value] of Object.entries(said)) this.querySelector(`[name=${name}]`).value = value;
    const percent = (part) => `${(100 * part) / this.edge}%`;
    this.image.style.inlineSize = percent(width);
    this.image.style.insetInlineStart = percent(-this.x);
    this.image.style.insetBlockStart = percent(-this.y);
  }
}

customElements.define("photo-crop", PhotoCrop);
