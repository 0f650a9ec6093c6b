import { readPlate } from '@landfall/core';

/** `large` heads the selected incident. */
export interface PlateProps {
  readonly mark: string;
  readonly large?: boolean;
}

/** A mark as a plate: yellow when the grammar is British, white otherwise. The gap is drawn, so that the text stays the mark. */
export function Plate({ mark, large = false }: PlateProps) {
  const { grammar } = readPlate(mark);
  const british = grammar.startsWith('UK_');
  const classes = ['plate', british ? 'plate-uk' : 'plate-other', large ? 'plate-large' : ''];
  const [head, tail] = grammar === 'UK_CURRENT' ? [mark.slice(0, 4), mark.slice(4)] : [mark, ''];
  return (
    <span class={classes.filter(Boolean).join(' ')} translate={false}>
      {head}
      {tail === '' ? null : <span class="plate-tail">{tail}</span>}
    </span>
  );
}
