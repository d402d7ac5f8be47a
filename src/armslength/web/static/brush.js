// A stretch of time chosen by dragging across a chart; the date fields above it do the same by keyboard.
const DAY = 86400000, LEAST = 6; // ms; px that tell a drag from a click
const time = (text) => Date.parse(`${text}T00:00Z`);
const text = (ms) => new Date(ms).toISOString().slice(0, 10);
export default {
  template: `
    <div class="brush" @pointerdown="begin" @pointermove="move" @pointerup="end" @pointercancel="stop">
      <slot></slot>
      <div v-if="shown" class="brushed" :style="shown.box" aria-hidden="true"><span>{{ shown.from }} to {{ shown.to }}</span></div>
    </div>`,
  props: { since: String, until: String },
  data() { return { shown: null }; },
  mounted() { addEventListener("keydown", this.escape); },
  unmounted() { removeEventListener("keydown", this.escape); },
  methods: {
    begin(event) {
      const chart = event.target.closest("svg.chart");
      if (event.button !== 0 || !event.isPrimary || !chart || event.target.closest("a")) return;
      const lines = [...chart.querySelectorAll("line")].map((line) => line.getBoundingClientRect());
      const axis = lines.reduce((a, b) => (b.width > a.width ? b : a), { width: 0 }); // as wide as the plot
      if (axis.width && event.clientX >= axis.left - LEAST && event.clientX <= axis.right + LEAST) this.drag = { axis, chart, from: event.clientX };
    },
    move(event) {
      if (!this.drag || (!this.shown && Math.abs(event.clientX - this.drag.from) < LEAST)) return;
      if (!this.shown) this.$el.setPointerCapture(event.pointerId);
      const { axis, chart, from } = this.drag, start = time(this.since), days = (time(this.until) - start) / DAY;
      const share = (x) => Math.min(Math.max((x - axis.left) / axis.width, 0), 1);
      const [low, high] = [share(from), share(event.clientX)].sort((a, b) => a - b);
      const page = this.$el.getBoundingClientRect(), drawn = chart.getBoundingClientRect();
      this.shown = {
        part: [low, high],
        from: text(start + Math.round(low * days) * DAY), to: text(start + Math.round(high * days) * DAY),
        box: { left: `${axis.left - page.left + low * axis.width}px`, width: `${(high - low) * axis.width}px`, top: `${drawn.top - page.top}px`, height: `${drawn.height}px` },
      };
    },
    end() {
      if (this.shown) { this.zoom(...this.shown.part); this.$emit("chosen", [this.shown.from, this.shown.to]); }
      this.stop();
    },
    // The part that was chosen, at once, as wide as the whole was; the server then draws it with ticks of its own.
    zoom(low, high) {
      if (high - low < 0.01) return;
      for (const chart of this.$el.querySelectorAll("svg.chart")) {
        const drawn = chart.getBoundingClientRect(), box = chart.viewBox.baseVal;
        if (!drawn.width) continue;
        const lines = [...chart.querySelectorAll("line")].map((line) => line.getBoundingClientRect());
        const axis = lines.reduce((a, b) => (b.width > a.width ? b : a), { width: 0, left: drawn.left });
        const unit = box.width / drawn.width, left = box.x + (axis.left - drawn.left + low * axis.width) * unit;
        const wide = (high - low) * axis.width * unit, squeeze = wide / box.width;
        chart.style.height = `${drawn.height}px`;
        chart.style.overflow = "hidden";
        chart.setAttribute("preserveAspectRatio", "none");
        chart.setAttribute("viewBox", `${left} ${box.y} ${wide} ${box.height}`);
        for (const mark of chart.querySelectorAll("text[transform], a path[transform]")) mark.setAttribute("transform", `${mark.getAttribute("transform")} scale(${squeeze},1)`);
      }
    },
    stop() { this.drag = null; this.shown = null; },
    escape(event) { if (event.key === "Escape") this.stop(); },
  },
};
