import { divIcon, marker, type LayerGroup, type Map as LeafletMap } from 'leaflet';

/** Panes of the map above its lines: what comes later lies on top. */
export const ARROW_PANE = 'arrows';
const LABEL_PANE = 'labels';
const TIME_PANE = 'times';
const PANE_ORDER: readonly (readonly [string, number])[] = [
  [ARROW_PANE, 450],
  [LABEL_PANE, 620],
  [TIME_PANE, 630],
];

export type LabelKind = 'town' | 'port' | 'time';

export interface LabelPlace {
  readonly latitudeDeg: number;
  readonly longitudeDeg: number;
}

/** Where a label may stand beside its place, the best first. The style sheet knows each by name. */
const SIDES: Readonly<Record<LabelKind, readonly string[]>> = {
  time: ['north-east', 'south-east', 'north-west', 'south-west', 'far-north-east', 'far-north-west'],
  town: ['south-east', 'north-east', 'south-west', 'north-west', 'far-south-east', 'far-south-west'],
  port: ['south-east', 'north-east', 'south-west', 'north-west'],
};

/** What may cover what: times of the trail first, then towns, then ports. */
const KIND_ORDER: readonly LabelKind[] = ['time', 'town', 'port'];

/** Pixels kept free around each label. */
const MARGIN_PX = 2;

export function addLabelPanes(map: LeafletMap): void {
  for (const [name, zIndex] of PANE_ORDER) map.createPane(name).style.zIndex = String(zIndex);
}

export function drawLabel(
  layer: LeafletMap | LayerGroup,
  place: LabelPlace,
  { text, kind }: { readonly text: string; readonly kind: LabelKind },
): void {
  const words = document.createElement('span');
  words.textContent = text;
  words.dataset['label'] = kind;
  const icon = divIcon({ className: `map-label map-label-${kind}`, html: words, iconSize: [0, 0] });
  const pane = kind === 'time' ? TIME_PANE : LABEL_PANE;
  marker([place.latitudeDeg, place.longitudeDeg], { icon, pane, interactive: false, keyboard: false }).addTo(layer);
}

/**
 * Moves each label to the first side of its place where it covers no button and no label that matters more and stays in view, and
 * hides it where there is none; a port needs no label beside its town's of the same name. Within a kind, labels drawn earlier matter more.
 */
export function placeLabels(container: HTMLElement): void {
  const view = container.getBoundingClientRect();
  const kept = [...container.querySelectorAll('.leaflet-control')].map((control) => control.getBoundingClientRect());
  const names = new Set<string>();
  for (const kind of KIND_ORDER) {
    for (const label of container.querySelectorAll<HTMLElement>(`[data-label="${kind}"]`)) {
      const name = label.textContent;
      const isFree = (at: DOMRect): boolean => isInside(at, view) && !kept.some((other) => overlap(at, other));
      const box = kind !== 'time' && names.has(name) ? null : freeBox(label, SIDES[kind], isFree);
      label.style.visibility = box === null ? 'hidden' : '';
      if (box === null) continue;
      kept.push(box);
      names.add(name);
    }
  }
}

function freeBox(label: HTMLElement, sides: readonly string[], isFree: (box: DOMRect) => boolean): DOMRect | null {
  for (const side of sides) {
    label.dataset['side'] = side;
    const box = label.getBoundingClientRect();
    if (isFree(box)) return box;
  }
  return null;
}

function isInside(box: DOMRect, view: DOMRect): boolean {
  return box.left >= view.left && box.right <= view.right && box.top >= view.top && box.bottom <= view.bottom;
}

function overlap(a: DOMRect, b: DOMRect): boolean {
  return (
    a.left < b.right + MARGIN_PX &&
    b.left < a.right + MARGIN_PX &&
    a.top < b.bottom + MARGIN_PX &&
    b.top < a.bottom + MARGIN_PX
  );
}
