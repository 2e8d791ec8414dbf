// Calendars as RFC 5545 has them, byte by byte and as a calendar program reads them, whatever stands in a title.
import assert from 'node:assert/strict';
import ical, { type VEvent } from 'node-ical';
import { calendarText, type Deadline } from '../../mail/calendarText.ts';

const now = '2026-03-01T08:00:00.000Z';
const title = `Größe; "Abnahme", Teil \\ 2\nBEGIN:VEVENT ${'文書 '.repeat(40)}`.trim();
const deadline: Deadline = {
  ...{ uid: 'M1.sign.user1@example.com', due: '2026-03-09T16:00:00.000Z', summary: title, description: title },
  ...{ url: 'https://sign-off.example.com/desk/milestones/M1', isReminded: true },
};
const others: Deadline[] = [
  { ...deadline, uid: 'M1.close.user2.E1@example.com', due: '2026-03-20T17:00:00.000Z' },
  { ...deadline, uid: 'M2.review.user2@example.com', isReminded: false },
];
const write = (deadlines: readonly Deadline[], at = now): string =>
  calendarText(deadlines, { name: 'Milestone sign-off', language: 'en', now: at, refreshSeconds: 3600 });

describe('A calendar of deadlines', () => {
  const text = write([deadline, ...others]);
  const unfolded = text.replaceAll('\r\n ', '');

  it('has lines of at most 75 octets that end in CRLF, fold between characters, and hold no bare break (3.1)', () => {
    const lines = text.split('\r\n');
    assert.ok(lines.every((each) => Buffer.byteLength(each) <= 75 && !/[\r\n]/.test(each)));
    assert.ok(lines.some((each) => each.startsWith(' ')));
    assert.equal(Buffer.from(text).toString(), text);
    assert.doesNotMatch(text, /\uFFFD/);
  });

  it('escapes what would end a value or a line, so that a title begins no event of its own (3.3.11)', () => {
    assert.match(unfolded, /SUMMARY:Größe\\; "Abnahme"\\, Teil \\\\ 2\\nBEGIN:VEVENT 文書/);
    assert.equal(unfolded.match(/^BEGIN:VEVENT$/gm)?.length, 3);
  });

  it('names itself, its version and each event with UID and DTSTAMP, and tells programs how often to ask (3.6, RFC 7986)', () => {
    const [first] = unfolded.split('\r\nBEGIN:VEVENT\r\n');
    assert.match(first ?? '', /^BEGIN:VCALENDAR\r\nVERSION:2\.0\r\nPRODID:\S.*\r\n/);
    assert.match(first ?? '', /REFRESH-INTERVAL;VALUE=DURATION:PT1H/);
    const uids = [...unfolded.matchAll(/^UID:(.+)$/gm)].map(([, uid]) => uid?.trim());
    assert.deepEqual(uids, [deadline.uid, ...others.map(({ uid }) => uid)]);
    assert.equal(unfolded.match(/^DTSTAMP:20260301T080000Z\r$/gm)?.length, 3);
    const later = write([deadline], '2026-03-02T08:00:00.000Z');
    assert.equal(later.replaceAll('\r\n ', '').match(/^UID:(.+)\r$/m)?.[1], deadline.uid);
  });

  it('reminds its person the day before of what is asked of them, of nothing that others are asked (3.6.6)', () => {
    const [, one = '', , other = ''] = unfolded.split('\r\nBEGIN:VEVENT\r\n');
    assert.match(one, /BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-P1D\r\nDESCRIPTION:.+\r\nEND:VALARM/);
    assert.doesNotMatch(other, /VALARM/);
  });

  it('is read by a calendar program as it was meant: instants and titles to the letter', () => {
    const read = ical.sync.parseICS(text);
    const events = Object.values(read).filter((each): each is VEvent => each?.type === 'VEVENT');
    assert.deepEqual(
      events.map(({ start, datetype }) => [datetype, start.toISOString()]),
      [deadline, ...others].map(({ due }) => ['date-time', due]),
    );
    assert.deepEqual(new Set(events.map(({ summary }) => summary)), new Set([title]));
    assert.ok(events.every(({ transparency, class: kind }) => transparency === 'TRANSPARENT' && kind === 'PRIVATE'));
  });
});
