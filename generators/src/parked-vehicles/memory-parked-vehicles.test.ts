import { describe } from "vitest";
import { MemoryParkedVehicles } from "./memory-parked-vehicles.js";
import { parkedVehiclesSuite } from "./parked-vehicles.suite.js";

describe("parked vehicles in memory", () => {
  parkedVehiclesSuite(() => new MemoryParkedVehicles());
});
