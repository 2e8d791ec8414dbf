// The phases of a milestone as a diagram, from the declaration that the rules follow, and its place in ARCHITECTURE.md.
import type { Phase } from '../domain/milestone.ts';
import { phaseChanges } from '../domain/phases.ts';

/** A Mermaid state diagram: an arrow for each way from phase to phase, with the events that lead along it. */
export function phaseDiagram(): string {
  const arrows = new Map<string, string[]>();
  const left = new Set<Phase>();
  const entered = new Set<Phase>();
  for (const [event, { from, to }] of Object.entries(phaseChanges)) {
    entered.add(to);
    from.forEach((phase) => left.add(phase));
    for (const phase of from.length > 0 ? from : ['[*]']) {
      const arrow = `${phase} --> ${to}`;
      arrows.set(arrow, [...(arrows.get(arrow) ?? []), event]);
    }
  }
  const ends = [...entered].filter((phase) => !left.has(phase)).map((phase) => `${phase} --> [*]`);
  return ['stateDiagram-v2', ...[...arrows].map(([arrow, events]) => `${arrow}: ${events.join(', ')}`), ...ends].join(
    '\n  ',
  );
}

/** The document with the diagram between its marks. Throws RangeError where the marks are gone. */
export function withDiagram(document: string): string {
  const [begin, end] = ['<!-- phases: `npm run draw-phases` -->\n', '<!-- end of phases -->'];
  const [at, until] = [document.indexOf(begin), document.indexOf(end)];
  if (at < 0 || until < at) throw new RangeError(`ARCHITECTURE.md has no place marked ${begin.trim()} … ${end}`);
  return `${document.slice(0, at + begin.length)}\n\`\`\`mermaid\n${phaseDiagram()}\n\`\`\`\n\n${document.slice(until)}`;
}
