import type { Town } from './types.ts';

function town(name: string, at: readonly [latitudeDeg: number, longitudeDeg: number], rank: 1 | 2 = 2): Town {
  return { name, position: { latitudeDeg: at[0], longitudeDeg: at[1] }, rank };
}

/** Labels for the map: town centres, to about 500 m. */
export const TOWNS: readonly Town[] = [
  town('Maidstone', [51.2724, 0.5226], 1),
  town('Canterbury', [51.2798, 1.0826], 1),
  town('Ashford', [51.1466, 0.8725], 1),
  town('Dover', [51.1279, 1.3134], 1),
  town('Folkestone', [51.0814, 1.1696], 1),
  town('Margate', [51.3891, 1.3862], 1),
  town('Ramsgate', [51.3358, 1.4164]),
  town('Sittingbourne', [51.3408, 0.7312]),
  town('Faversham', [51.3155, 0.8903]),
  town('Gravesend', [51.4416, 0.3698]),
  town('Dartford', [51.4462, 0.2169], 1),
  town('Tonbridge', [51.1954, 0.2745]),
  town('Royal Tunbridge Wells', [51.1323, 0.2637], 1),
  town('Sevenoaks', [51.2724, 0.1909]),
  town('Rochester', [51.3885, 0.5058]),
  town('Chatham', [51.3805, 0.5273], 1),
  town('Gillingham', [51.3887, 0.5486]),
  town('Sheerness', [51.4403, 0.7636]),
  town('Deal', [51.2226, 1.4018]),
  town('Sandwich', [51.2752, 1.3403]),
  town('Whitstable', [51.3607, 1.0257]),
  town('Herne Bay', [51.3728, 1.1272]),
  town('Hythe', [51.0715, 1.0837]),
  town('New Romney', [50.9858, 0.9416]),
  town('Tenterden', [51.0695, 0.6893]),
  town('Swanley', [51.3972, 0.1733]),
  town('Tilbury', [51.4629, 0.3596]),
  town('Calais', [50.9513, 1.8587]),
];
