import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** Around the objective of 2 s from receipt to screen, with room to see a fast system's milliseconds. */
const LATENCY_BUCKETS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 3600];

export type Metrics = ReturnType<typeof createMetrics>;

/** Every metric of the system, in one place. Labels are bounded and never hold a plate or an id of a vehicle. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 5 });
  const registers = [registry];
  const counter = <L extends string = never>(name: string, help: string, ...labelNames: L[]) =>
    new Counter<L>({ name: `landfall_${name}`, help, labelNames, registers });
  const gauge = <L extends string = never>(name: string, help: string, ...labelNames: L[]) =>
    new Gauge<L>({ name: `landfall_${name}`, help, labelNames, registers });
  const latency = <L extends string = never>(name: string, help: string, ...labelNames: L[]) =>
    new Histogram<L>({ name: `landfall_${name}`, help, labelNames, registers, buckets: LATENCY_BUCKETS_S });
  return {
    registry,
    ...ingestMetrics(counter, gauge, latency),
    ...logMetrics(counter, gauge, latency),
    ...matcherMetrics(counter, gauge, latency),
    ...deskMetrics(counter, gauge, latency),
  };
}

type CounterOf = <L extends string = never>(name: string, help: string, ...labelNames: L[]) => Counter<L>;
type GaugeOf = <L extends string = never>(name: string, help: string, ...labelNames: L[]) => Gauge<L>;
type HistogramOf = <L extends string = never>(name: string, help: string, ...labelNames: L[]) => Histogram<L>;

function ingestMetrics(counter: CounterOf, gauge: GaugeOf, latency: HistogramOf) {
  return {
    readsAccepted: counter('reads_accepted_total', 'Reads stored in the log.', 'format'),
    movementsAccepted: counter('movements_accepted_total', 'Port movements stored in the log.', 'format'),
    duplicatesSkipped: counter('duplicates_skipped_total', 'Resent reads and movements already in the log.', 'format'),
    messagesIgnored: counter('messages_ignored_total', 'Messages that are no reads, such as heartbeats.', 'format'),
    platesRefused: counter('plates_refused_total', 'Reads without a usable plate, stored and not matched.', 'format'),
    clockDoubts: counter('clock_doubts_total', 'Reads whose clocks are in doubt.', 'state'),
    routesUnknown: counter('routes_unknown_total', 'Movements on a route missing from the reference data.'),
    deadLetters: counter('dead_letters_total', 'Inputs that could not be used, by coded reason.', 'service', 'code'),
    deadLettersReplayed: counter('dead_letters_replayed_total', 'Dead letters accepted after a fix.'),
    overloadRefusals: counter(
      'overload_refusals_total',
      'Requests answered 503 so that the sender tries again.',
      'code',
    ),
    ingestInFlightBytes: gauge('ingest_in_flight_bytes', 'Bytes of requests being worked on.'),
    parseSeconds: latency('parse_seconds', 'From body received to facts and dead letters, a request.', 'format'),
    captureToReceiptSeconds: latency('capture_to_receipt_seconds', 'From capture by the camera to receipt.', 'format'),
    receiptToStoredSeconds: latency('receipt_to_stored_seconds', 'From receipt to acknowledged by the log.', 'format'),
  };
}

function logMetrics(counter: CounterOf, gauge: GaugeOf, latency: HistogramOf) {
  return {
    appendSeconds: latency('log_append_seconds', 'One append to the log until durable.'),
    recordsAppended: counter('log_records_appended_total', 'Records appended.', 'topic'),
    consumerLagRecords: gauge(
      'consumer_lag_records',
      'Records in the log that the group has not committed, every five seconds.',
      'group',
      'topic',
    ),
    consumerRestarts: counter('consumer_restarts_total', 'Consumers restarted after an error.', 'group'),
    batchSeconds: latency(
      'consumer_batch_seconds',
      'Handling one batch, up to its commit; failed attempts are not timed.',
      'group',
      'topic',
    ),
    poisonRecords: counter('poison_records_total', 'Records of the log that could not be decoded.', 'topic', 'code'),
  };
}

function matcherMetrics(counter: CounterOf, gauge: GaugeOf, latency: HistogramOf) {
  return {
    factsMatched: counter('facts_matched_total', 'Facts judged against the watch index.', 'kind'),
    hits: counter('hits_total', 'Hits published.', 'rule', 'theme', 'kind', 'match', 'found'),
    lateFacts: counter('late_facts_total', 'Facts that came after the watermark had passed them.', 'kind'),
    watchIdentifiers: gauge('watch_identifiers', 'Identifiers in the watch index.'),
    windowFacts: gauge('window_facts', 'Facts in the windows.'),
    windowMarks: gauge('window_marks', 'Marks beside the windows.'),
    windowBytes: gauge('window_bytes', 'Bytes held by the windows.'),
    hitsSettled: counter(
      'hits_settled_total',
      'Hits taken back, or put in force again, because an entry changed.',
      'state',
    ),
    tooLateFacts: counter(
      'too_late_facts_total',
      'Facts of watched vehicles that came after the windows of a rule had let their time go.',
      'kind',
    ),
    rules: gauge('rules', 'Versions of rules that judge some event time.'),
    rulesUnusable: gauge('rules_unusable', 'Versions of rules that this release cannot judge by.'),
    keptFactsRefused: counter(
      'kept_facts_refused_total',
      'Facts of watched vehicles that a full window of the rules did not keep.',
      'window',
    ),
    watermarkSeconds: gauge('watermark_timestamp_seconds', 'Event time of the watermark, epoch seconds.'),
    windowStoreSeconds: latency('window_store_seconds', 'One store-and-look of a batch.'),
    lookBackSeconds: latency('look_back_seconds', 'From an entry revision read to its look-back hits published.'),
    receiptToMatchedSeconds: latency(
      'receipt_to_matched_seconds',
      'From receipt to the decision, of live hits.',
      'kind',
    ),
    matchedToPublishedSeconds: latency(
      'matched_to_published_seconds',
      'From decision to acknowledged by the log, of hits.',
    ),
  };
}

function deskMetrics(counter: CounterOf, gauge: GaugeOf, latency: HistogramOf) {
  return {
    incidents: gauge('incidents', 'Incidents in memory, by status.', 'status'),
    unansweredOldestSeconds: gauge(
      'unanswered_oldest_seconds',
      'Age of the oldest unanswered hit, by priority.',
      'priority',
    ),
    incidentOverflow: counter('incident_overflow_total', 'Closed incidents dropped because of the bound.'),
    liveClients: gauge('live_clients', 'Pages connected to the live stream.'),
    liveClientsDropped: counter(
      'live_clients_dropped_total',
      'Pages disconnected because they were too slow; they resume.',
    ),
    publishedToSentSeconds: latency('published_to_sent_seconds', 'From a hit in the log to the live stream.'),
    receiptToDeliveredSeconds: latency(
      'receipt_to_delivered_seconds',
      'From receipt of the fact to the hit on a screen.',
      'kind',
    ),
    hitToAcknowledgedSeconds: latency(
      'hit_to_acknowledged_seconds',
      'From publication to acknowledgement.',
      'priority',
    ),
    operatorActions: counter('operator_actions_total', 'What operators did.', 'kind'),
    importRows: counter('import_rows_total', 'Rows of imported lists, by outcome.', 'outcome'),
    entriesWeeded: counter('entries_weeded_total', 'Entries weeded at their weed date.'),
  };
}
