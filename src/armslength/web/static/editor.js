// Text with line numbers; what is wrong with a line stands beside it. What is not saved yet is kept in this browser.
const drafts = {
  read(key) { try { return localStorage.getItem(key); } catch { return null; } },
  write(key, text) { try { localStorage.setItem(key, text); } catch { /* kept for this page alone */ } },
  drop(key) { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } },
};
export default {
  template: `
    <div class="editor" :style="{ '--digits': digits }">
      <div class="numbers" aria-hidden="true"><div :style="{ transform: shift }">
        <div v-for="n in lines" :key="n" :class="{ wrong: wrong[n] }">{{ n }}</div></div></div>
      <div class="written">
        <textarea ref="area" :aria-label="label" aria-describedby="faults" :aria-invalid="faults.length > 0" spellcheck="false"
          autocapitalize="off" autocomplete="off" wrap="off" :readonly="locked" v-model="written" @scroll="scrolled"></textarea>
        <div class="notes" aria-hidden="true"><div :style="{ transform: slide }">
          <span v-for="(says, n) in wrong" :key="n" class="said" :style="{ top: (n - 1) * 1.5 + 'em', left: (widths[n - 1] + 2) + 'ch' }">{{ says }}</span>
        </div></div>
      </div>
    </div>`,
  props: { text: String, faults: { type: Array, default: () => [] }, label: String, locked: Boolean, draft: String, saved: String },
  data() { return { written: this.text, top: 0, left: 0 }; },
  mounted() {
    addEventListener("beforeunload", this.warn);
    const kept = this.draft && !this.locked ? drafts.read(this.draft) : null;
    if (kept !== null && kept !== this.text) { this.written = kept; this.$emit("restored"); }
  },
  unmounted() { removeEventListener("beforeunload", this.warn); },
  computed: {
    rows() { return this.written.split("\n"); },
    lines() { return this.rows.length; },
    digits() { return String(this.lines).length; },
    widths() { return this.rows.map((row) => [...row].length); },
    wrong() {
      const found = {};
      for (const fault of this.faults) {
        const line = Math.min(Math.max(fault.line || 1, 1), this.lines);
        found[line] = found[line] ? `${found[line]} · ${fault.says}` : fault.says;
      }
      return found;
    },
    shift() { return `translateY(${-this.top}px)`; },
    unsaved() { return Boolean(this.draft) && !this.locked && this.written !== this.saved; },
    slide() { return `translate(${-this.left}px, ${-this.top}px)`; },
  },
  watch: {
    text(text) { if (text !== this.written) { this.quiet = true; this.written = text; } },
    saved() { if (this.draft && !this.unsaved) drafts.drop(this.draft); },
    written(text) {
      if (this.quiet) { this.quiet = false; return; }
      if (this.draft && !this.locked) { if (this.unsaved) drafts.write(this.draft, text); else drafts.drop(this.draft); }
      clearTimeout(this.later);
      this.later = setTimeout(() => this.$emit("typed", text), 350);
    },
  },
  methods: {
    warn(event) { if (this.unsaved) event.preventDefault(); },
    now() { clearTimeout(this.later); return this.written; },
    forget() { drafts.drop(this.draft); this.written = this.saved; },
    scrolled() { this.top = this.$refs.area.scrollTop; this.left = this.$refs.area.scrollLeft; },
    go(line) {
      const area = this.$refs.area, before = this.rows.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
      area.focus();
      area.setSelectionRange(before, before + (this.rows[line - 1] || "").length);
      area.scrollTop = Math.max(0, (line - 6) * 1.5 * parseFloat(getComputedStyle(area).fontSize));
    },
  },
};
