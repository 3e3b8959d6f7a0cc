// The live stream: one connection, resumed after every break from the last change that arrived.
const PATIENCE = 8000;

export class Live {
  constructor({ onHello, onChange, onReset, onState, onDenied }) {
    Object.assign(this, { onHello, onChange, onReset, onState, onDenied });
    this.last = "";
    this.closed = false;
  }

  start() {
    const query = this.last ? `?last_event_id=${encodeURIComponent(this.last)}` : "";
    const source = new EventSource(`/api/v1/stream${query}`);
    this.source = source;
    const seen = (event) => { if (event.lastEventId) this.last = event.lastEventId; };
    source.addEventListener("hello", (event) => { seen(event); clearTimeout(this.worry); this.worry = 0; this.onState("live"); this.onHello(); });
    source.addEventListener("change", (event) => { seen(event); this.onChange(JSON.parse(event.data)); });
    source.addEventListener("reset", (event) => { seen(event); this.onReset(); });
    source.onerror = () => this.broken(source);
  }

  broken(source) {
    if (this.closed) return;
    if (!this.worry) {
      this.onState("waiting");
      this.worry = setTimeout(() => this.onState("lost"), PATIENCE);
    }
    // The browser tries again by itself after a cut, but not after an answer that was no stream.
    if (source.readyState === EventSource.CLOSED) {
      source.close();
      setTimeout(async () => { if (!this.closed && !(await this.onDenied())) this.start(); }, 2000);
    }
  }

  stop() {
    this.closed = true;
    clearTimeout(this.worry);
    this.source?.close();
  }
}
