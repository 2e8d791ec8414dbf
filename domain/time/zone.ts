// A contract's time zone, whose offsets are remembered: each is asked for again with every state that is read, and is dear.
import { IANAZone, Settings } from 'luxon';

/**
 * Of a local time that there is twice, as clocks go back, luxon takes the one with the offset of the instant at which it was first asked
 * for anything: another in each process, and in each workflow. So it is told the same one everywhere; nothing here asks it for the time.
 */
Settings.now = () => Date.UTC(2026, 0, 1);

/** No zone has changed its offset other than at such an instant since 1972. */
const quarterHour = 15 * 60_000;
const since = Date.UTC(1973, 0, 1);
const mostRemembered = 10_000;

class RememberingZone extends IANAZone {
  readonly #offsets = new Map<number, number>();

  /** Minutes ahead of UTC at an instant in epoch milliseconds. */
  override offset(instant: number): number {
    if (!(instant >= since)) return super.offset(instant);
    const quarter = Math.floor(instant / quarterHour);
    let offset = this.#offsets.get(quarter);
    if (offset === undefined) {
      offset = super.offset(instant);
      if (this.#offsets.size >= mostRemembered) this.#offsets.clear();
      this.#offsets.set(quarter, offset);
    }
    return offset;
  }
}

const zones = new Map<string, RememberingZone>();

/** The zone of an IANA name that the calendar's shape has let in. */
export function rememberedZone(name: string): IANAZone {
  let zone = zones.get(name);
  if (!zone) zones.set(name, (zone = new RememberingZone(name)));
  return zone;
}
