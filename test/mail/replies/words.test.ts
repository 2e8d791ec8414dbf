// What a reply says, from its parts alone: what stands beside a verb is a sentence unless it is recognised as none.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { hearReply, type Context, type MessagePart } from '../../../mail/replies/words/hearReply.ts';
import { htmlPart, textPart } from './messageParts.ts';
import { SentMail } from '../../../mail/replies/words/sentMail.ts';
import { tokensOf, words } from '../../../mail/replies/words/tokens.ts';

const name = 'Zoë Sample';
const sentText = [
  'Please decide whether to accept the milestone, and sign.',
  'For Zoë Sample, Director',
  'Deliverables',
  '- Design document, version 2, 1 file',
].join('\n');

const contextFor = (listed = name): Context => ({
  familiar: { name: listed, words: words('director the client example'), matters: new Set(['design', 'document']) },
  correspondents: {
    sent: new SentMail([sentText], ['Please sign: Design']),
    names: new Set(tokensOf(`Milestone Sign-Off ${listed}`)),
  },
});

const hear = (...parts: MessagePart[]) => hearReply(parts, [], contextFor());

interface Neighbour {
  case: string;
  text?: string;
  html?: string;
  listedName?: string;
  expect: 'decided' | 'notDecided';
}

describe('Words of a reply', () => {
  it('decide, or do not, as each of the neighbours says', async () => {
    const file = new URL('neighbours.json', import.meta.url);
    const neighbours = JSON.parse(await readFile(file, 'utf8')) as Neighbour[];
    assert.ok(neighbours.length >= 500);
    const wrong = neighbours.filter(({ text, html, listedName = name, expect }) => {
      const filled = (part: string) => part.replaceAll('{name}', listedName);
      const parts = [
        ...(text === undefined ? [] : [textPart(filled(text))]),
        ...(html === undefined ? [] : [htmlPart(filled(html))]),
      ];
      const { kind } = hearReply(parts, [], contextFor(listedName));
      return (kind === 'decision') !== (expect === 'decided');
    });
    assert.deepEqual(
      wrong.map((each) => each.case),
      [],
    );
  });

  it('decide in German as they do in English: all that may stand beside the verb, and nothing else', async () => {
    const german = { approve: 'FREIGEBEN', sign: 'UNTERSCHREIBEN', revise: 'ÜBERARBEITEN', refuse: 'ABLEHNEN' };
    const verbs = { ...german, 'delegate to': 'DELEGIEREN AN', delegate: 'DELEGIEREN' };
    const translated = (text: string): string =>
      text.replace(/^(?:delegate to|delegate|approve|sign|revise|refuse)\b/gim, (verb) => {
        const [, found = verb] = Object.entries(verbs).find(([english]) => english === verb.toLowerCase()) ?? [];
        return verb === verb.toUpperCase() ? found : found.toLowerCase();
      });
    const file = new URL('neighbours.json', import.meta.url);
    const neighbours = JSON.parse(await readFile(file, 'utf8')) as Neighbour[];
    const ofText = neighbours.filter(({ html }) => html === undefined);
    const wrong = ofText.filter(({ text = '', listedName = name, expect }) => {
      const said = translated(text).replaceAll('{name}', listedName);
      const { kind } = hearReply([textPart(said)], [], contextFor(listedName));
      return (kind === 'decision') !== (expect === 'decided');
    });
    assert.ok(ofText.length >= 400);
    assert.deepEqual(
      wrong.map((each) => each.case),
      [],
    );
  });

  it('are the verbs that a mail in either language names, in capitals or not', () => {
    const verbOf = (line: string) => {
      const heard = hear(textPart(line));
      return heard.kind === 'decision' ? heard.decision.verb : heard.kind;
    };
    const lines = [
      ...[
        'FREIGEBEN',
        'freigeben.',
        'UNTERSCHREIBEN Zoë Sample',
        'Überarbeiten: Seite 3',
        'U\u0308BERARBEITEN: Seite 3',
      ],
      ...['UEBERARBEITEN: Seite 3', 'ABLEHNEN: zu spät', 'Delegieren an bo@example.com', 'Freigegeben', 'ABLEHNEN'],
      ...['Ich lehne ab', 'Einverstanden', 'UNTERSCHREIBEN', 'FREIGEBEN, nur Kapitel 2'],
    ];
    assert.deepEqual(lines.map(verbOf), [
      ...['APPROVE', 'APPROVE', 'SIGN', 'REVISE', 'REVISE', 'REVISE', 'REFUSE', 'DELEGATE'],
      ...['unclear', 'unclear', 'unclear', 'unclear', 'unclear', 'unclear'],
    ]);
  });

  it('show what was left out beside the decision', () => {
    const heard = hear(htmlPart(`<p>APPROVE</p><p><s>with a condition</s></p><p>Regards</p><p>${name}</p>`));
    assert.equal(heard.kind, 'decision');
    assert.deepEqual(heard.leftOut, ['Regards', name, 'with a condition']);
  });

  it('are not said where a style sheet of the message strikes or hides them', () => {
    const sheet = '<style>.x{text-decoration:line-through} .y{display:none}</style>';
    assert.equal(hear(htmlPart(`${sheet}<p class="x">APPROVE</p><p>wait</p>`)).kind, 'words');
    assert.equal(hear(htmlPart(`${sheet}<p class="y">APPROVE</p>`)).kind, 'words');
  });

  it('count within the quote, wherever they were put, and not where the quote is only broken anew or cut', () => {
    const quoted = (...lines: string[]) =>
      hear(textPart(['APPROVE', '', ...lines.map((line) => `> ${line}`)].join('\n')));
    assert.equal(
      quoted('Please decide whether to', 'accept the milestone, and sign.', '', 'Deliverables').kind,
      'decision',
    );
    assert.equal(quoted('* Design document, version 2, 1 file', 'Please decide whether').kind, 'decision');
    for (const shortened of ['Please decide whether to milestone, and sign.', 'Design document, version 2, file'])
      assert.equal(quoted(shortened).kind, 'unclear', shortened);
    for (const added of [
      'no',
      'not this',
      'Design document, version 2, 1 file: no',
      '❌ Design document, version 2',
      '?',
    ])
      assert.equal(quoted('Please decide whether to accept the milestone, and sign.', added).kind, 'unclear', added);
  });

  it('become reasons of a refusal wherever they stand, so that none is lost', () => {
    const heard = hear(
      textPart(
        `REFUSE: The totals are wrong.\n\nRegards\n${name}\nDirector\n\nSite B leaks.\n\n> Deliverables\n> [not this one]`,
      ),
    );
    assert.ok(heard.kind === 'decision' && 'reasons' in heard.decision);
    assert.deepEqual(heard.decision.reasons, ['The totals are wrong.', 'Site B leaks.', '[not this one]']);
  });

  it('do not decide beside a file, which could hold a condition', () => {
    const heard = hearReply([textPart('APPROVE')], ['conditions.docx'], contextFor());
    assert.ok(heard.kind === 'unclear' && /conditions\.docx/.test(heard.files ?? ''));
  });

  it('are read to their end or do not decide', () => {
    assert.equal(hear({ ...textPart('APPROVE'), isCut: true }).kind, 'unclear');
  });

  it('take time that grows with their length and no faster, whatever they are', () => {
    const pieces = [
      'a',
      ' ',
      '- ',
      '1 ',
      'a@',
      'http://',
      'よろしく',
      'お',
      '| ',
      'On ',
      'Ab ',
      's. ',
      'From: ',
      '\u200b',
      '(5',
    ];
    const timed = (length: number): number => {
      const start = process.cpuUsage();
      for (const piece of pieces) hear(textPart(`APPROVE\n\n${piece.repeat(length / piece.length)}`));
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    };
    timed(4000);
    const [short, long] = [timed(15_500), timed(62_000)];
    // Four times the length; quadratic would be sixteen.
    assert.ok(long < short * 10 + 500, `${short} ms, ${long} ms`);
  });
});
