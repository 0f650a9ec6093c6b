import { artificeBurglars } from './artifice-burglars.ts';
import { clonedPlate } from './cloned-plate.ts';
import { countyLine } from './county-line.ts';
import { missingChild } from './missing-child.ts';
import { shopliftingVan } from './shoplifting-van.ts';
import { shuttlingFacilitator } from './shuttling-facilitator.ts';
import type { StoryMaker } from './story.ts';
import { traffickingAtDover } from './trafficking-at-dover.ts';

/** Every planted story. */
export const STORIES: readonly StoryMaker[] = [
  traffickingAtDover,
  countyLine,
  artificeBurglars,
  shopliftingVan,
  clonedPlate,
  missingChild,
  shuttlingFacilitator,
];
