/** The columns of a VOI list row, in the order of the file. */
export const VOI_COLUMNS = [
  'vrm',
  'make',
  'model',
  'colour',
  'action',
  'warningMarkers',
  'reason',
  'nimCode',
  'information',
  'forceAndArea',
  'weedDate',
  'pncId',
  'gpmsMarking',
  'cadInformation',
  'operationalInstructions',
  'sourceReference',
] as const;

export type VoiColumn = (typeof VOI_COLUMNS)[number];

/** How headers spell each column, letters and digits only; a header may begin with any of these. */
const SPELLINGS: Readonly<Record<VoiColumn, readonly string[]>> = {
  vrm: ['vrm', 'vrn', 'registration', 'vehicleregistration', 'regmark', 'regno', 'numberplate', 'platenumber'],
  make: ['make', 'vehiclemake'],
  model: ['model', 'vehiclemodel'],
  colour: ['colour', 'color', 'vehiclecolour', 'vehiclecolor'],
  action: ['action'],
  warningMarkers: ['warning', 'markers'],
  reason: ['reason'],
  nimCode: ['nim', '5x5x5', 'handlingcode'],
  information: ['information', 'info'],
  forceAndArea: ['force', 'area'],
  weedDate: ['weed'],
  pncId: ['pnc'],
  gpmsMarking: ['gpms', 'protectivemarking', 'gscmarking'],
  cadInformation: ['cad'],
  operationalInstructions: ['operationalinstructions', 'opsinstructions', 'operational', 'spare1'],
  sourceReference: ['sourceref', 'source', 'spare2'],
};

/** So many recognised names make a first row a header; marks and texts of a data row name none. */
const HEADER_NAMES_MIN = 6;

/** Where each VOI column stands in the file: `positions[column]` is the index of its cell. */
export type ColumnOrder = readonly number[];

export const STANDARD_ORDER: ColumnOrder = VOI_COLUMNS.map((_column, index) => index);

/**
 * Reads a first row as a header: the order of its columns; 'data' when it is no header; 'unknown' when it is one, but names columns at
 * unusual places and not all of them, so that cells could land in the wrong column.
 */
export function readHeader(cells: readonly string[]): ColumnOrder | 'data' | 'unknown' {
  const found = cells.map(columnOf);
  const known = found.filter((column) => column !== null);
  if (found[0] !== 'vrm' && new Set(known).size < HEADER_NAMES_MIN) return 'data';
  if (found.every((column, index) => column === null || column === VOI_COLUMNS[index])) return STANDARD_ORDER;
  const order = VOI_COLUMNS.map((column) => found.indexOf(column));
  return order.includes(-1) || new Set(known).size !== known.length ? 'unknown' : order;
}

function columnOf(cell: string): VoiColumn | null {
  const name = cell.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  if (name === '' || name.length > 60) return null;
  if (name === 'informationaction') return 'information';
  return VOI_COLUMNS.find((column) => SPELLINGS[column].some((spelling) => name.startsWith(spelling))) ?? null;
}
