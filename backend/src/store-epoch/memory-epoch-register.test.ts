import { describeEpochRegister } from "../ports/epoch-register.suite.js";
import { MemoryEpochRegister } from "./memory-epoch-register.js";

describeEpochRegister("epochs in memory", async () => ({ register: new MemoryEpochRegister() }));
