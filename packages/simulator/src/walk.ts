import type { Delivery, MovementFact, ReadFact, Trip } from './facts.ts';
import { deliverRead, observeTrip } from './observe.ts';
import type { Plan } from './plan.ts';
import { trafficOfSailing } from './port-traffic.ts';
import { createRandom } from './random.ts';
import { commute, drivesOfSlot, SLOT_MS } from './traffic.ts';

/** What comes of one slot of ten minutes. */
export interface Slot {
  /** Every capture and movement that traffic of this slot gives rise to, in order of making; some happen later, up to two hours. */
  readonly reads: readonly ReadFact[];
  readonly movements: readonly MovementFact[];
  /** Everything that is due before the slot's end and was not given before, in the order of delivery. */
  readonly deliveries: readonly Delivery[];
}

/** Movements reach the ingest with the next poll of the port. */
const POLL_MS = 120_000;

/**
 * The day, slot by slot. What one slot makes is never due before the slot begins, so all that is due in it is known when it is made.
 * In memory at once: one slot's traffic, and deliveries that are on their way (a few minutes' worth, and some hours of three cameras).
 */
export function* walk(plan: Plan): Generator<Slot, void, undefined> {
  const { startMs, endMs } = plan.period;
  const pending = new Map<number, Delivery[]>();
  const slots = Math.ceil((endMs - startMs) / SLOT_MS);
  let serial = 0;
  for (let slot = 0; slot < slots || pending.size > 0; slot += 1) {
    const { reads, movements, deliveries } = slot < slots ? makeSlot(plan, slot) : NOTHING;
    for (const delivery of deliveries) {
      const due = Math.max(slot, Math.floor((delivery.dueMs - startMs) / SLOT_MS));
      const list = pending.get(due) ?? [];
      list.push({ ...delivery, serial: (serial += 1) });
      pending.set(due, list);
    }
    const due = pending.get(slot) ?? [];
    pending.delete(slot);
    due.sort((a, b) => a.dueMs - b.dueMs || a.serial - b.serial);
    yield { reads, movements, deliveries: due };
  }
}

interface Made {
  readonly reads: ReadFact[];
  readonly movements: MovementFact[];
  readonly deliveries: Delivery[];
}

const NOTHING: Made = { reads: [], movements: [], deliveries: [] };

function makeSlot(plan: Plan, slot: number): Made {
  const random = createRandom(plan.seed, 'observe', slot);
  const made: Made = { reads: [], movements: [], deliveries: [] };
  const observe = (trips: Iterable<Trip>): void => {
    for (const trip of trips) {
      for (const read of observeTrip(trip, plan.period, random)) {
        made.reads.push(read);
        made.deliveries.push(...deliverRead(read, plan.period, random));
      }
    }
  };
  const report = (movements: readonly MovementFact[]): void => {
    for (const movement of movements) {
      if (movement.updatedMs < plan.period.startMs || movement.updatedMs >= plan.period.endMs) continue;
      made.movements.push(movement);
      const dueMs =
        plan.period.startMs + (Math.floor((movement.updatedMs - plan.period.startMs) / POLL_MS) + 1) * POLL_MS;
      made.deliveries.push({ kind: 'movement', dueMs, serial: 0, movement });
    }
  };
  observe(plan.plannedTrips.get(slot) ?? []);
  report(plan.plannedMovements.get(slot) ?? []);
  for (const sailing of plan.sailings.get(slot) ?? []) {
    const traffic = trafficOfSailing(plan.traffic, sailing);
    observe(traffic.trips);
    report(traffic.movements);
  }
  for (const [number, leg] of plan.commuters.get(slot) ?? []) observe([commute(plan.traffic, number, leg)]);
  observe(drivesOfSlot(plan.traffic, slot));
  return made;
}
