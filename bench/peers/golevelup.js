import "reflect-metadata";
import { RabbitMQModule, RabbitSubscribe } from "@golevelup/nestjs-rabbitmq";
import { Injectable, Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { createHandler } from "./handler.js";
import { printProgress } from "./print-progress.js";

// @golevelup/nestjs-rabbitmq as in its README: a module, a service, a decorated method for each queue.
// Prefetch is its default (10). Decorators are called by hand, as this is JavaScript.

const { AMQP_URL, ENTRY_QUEUE, EXIT_QUEUE } = process.env;
const handler = await createHandler(process.env);
const count = printProgress();

class ParkingEvents {
  async entry(event) {
    await handler.entry(event);
    count();
  }

  async exit(event) {
    await handler.exit(event);
    count();
  }
}

function decorate(method, decorator) {
  const { prototype } = ParkingEvents;
  decorator(prototype, method, Object.getOwnPropertyDescriptor(prototype, method));
}

Injectable()(ParkingEvents);
decorate("entry", RabbitSubscribe({ queue: ENTRY_QUEUE, createQueueIfNotExists: false }));
decorate("exit", RabbitSubscribe({ queue: EXIT_QUEUE, createQueueIfNotExists: false }));

const imports = [RabbitMQModule.forRoot({ uri: AMQP_URL })];
// oxlint-disable-next-line typescript/no-extraneous-class -- this is what a module of Nest is
class AppModule {}
Module({ imports, providers: [ParkingEvents] })(AppModule);

const app = await NestFactory.createApplicationContext(AppModule, { logger: ["error"] });
await app.init();
