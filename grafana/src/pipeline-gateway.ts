import type { RowSpec } from "./layout.js";
import { quantile } from "./quantile.js";
import { countedIn5Minutes, orNone } from "./zero.js";

/** What other programs send to the gateway. */
export const gatewayRow: RowSpec = {
  title: "In: the gateway",
  panels: [
    {
      kind: "stack",
      title: "Events sent to the gateway",
      description:
        "Queued: the broker has them. Ignored: no plate was read. Copies are among them.",
      unit: "eps",
      width: 6,
      runbook: "The gateway refuses events",
      queries: [
        {
          expr: "sum by (result) (rate(parking_gateway_events_total[$__rate_interval]))",
          legend: "{{result}}",
        },
      ],
    },
    {
      kind: "line",
      title: "Refused by the gateway over 5 minutes",
      description:
        "Events that were judged and refused, requests that were refused before, and requests by a status from 400 on. Zero is what one wants.",
      unit: "short",
      width: 7,
      decimals: 0,
      softMax: 1,
      runbook: "The gateway refuses events",
      queries: [
        {
          expr: countedIn5Minutes('parking_gateway_events_total{result="refused"}', "code"),
          legend: "events {{code}}",
        },
        {
          expr: countedIn5Minutes("parking_gateway_refusals_total", "code"),
          legend: "requests {{code}}",
        },
        {
          expr: orNone(
            countedIn5Minutes('parking_gateway_requests_total{status=~"4..|5.."}', "status"),
            { status: "none" },
          ),
          legend: "answered {{status}}",
          isBad: true,
        },
      ],
    },
    {
      kind: "line",
      title: "Answer time of the gateway p50, p99",
      description: "From a request with events to its answer, the confirms of the broker among it.",
      unit: "s",
      width: 6,
      isLogarithmic: true,
      runbook: "Confirms are slow",
      queries: [0.5, 0.99].map((q) => ({
        expr: quantile(q, "parking_gateway_request_seconds", "route"),
        legend: `p${q * 100}`,
      })),
    },
    {
      kind: "line",
      title: "In hand of the gateway",
      description:
        "Events whose confirm is awaited, and kilobytes of bodies without an answer. IN_FLIGHT_EVENTS and IN_FLIGHT_BYTES of each replica bound them.",
      unit: "short",
      width: 5,
      decimals: 0,
      softMax: 1,
      runbook: "The gateway refuses events",
      queries: [
        { expr: "sum(parking_gateway_in_flight_events)", legend: "events" },
        { expr: "sum(parking_gateway_in_flight_bytes) / 1000", legend: "kilobytes" },
      ],
    },
    {
      kind: "line",
      title: "Passages of cameras by outcome",
      description:
        "In messages of cameras. Skipped: another message counts, or the settings leave it out. Broken: the body is in the parking lot.",
      unit: "reqps",
      width: 10,
      runbook: "The gateway refuses events",
      queries: [
        {
          expr: "sum by (outcome) (rate(parking_camera_passages_total[$__rate_interval]))",
          legend: "{{outcome}}",
        },
      ],
    },
    {
      kind: "line",
      title: "Cameras: last seen",
      description: "Since each camera sent anything.",
      unit: "s",
      width: 7,
      softMax: 60,
      runbook: "CameraSilent",
      queries: [
        {
          expr: "time() - max by (camera) (parking_camera_last_seen_timestamp_seconds)",
          legend: "{{camera}}",
        },
      ],
    },
    {
      kind: "line",
      title: "Cameras: clock",
      description:
        "The newest time in a camera's last message minus the time at which it came. Above 0 the clock is ahead; below, it is behind or the message was late.",
      unit: "s",
      width: 7,
      runbook: "CameraClockOff",
      queries: [
        { expr: "max by (camera) (parking_camera_clock_skew_seconds)", legend: "{{camera}}" },
      ],
    },
  ],
};
