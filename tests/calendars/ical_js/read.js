// A calendar file as a JSON string on each line comes in, what ical.js understands of it goes out as one line.
import { createInterface } from "node:readline";

import ICAL from "ical.js";

function moment(time) {
  return time.isDate ? time.toString() : time.toUnixTime();
}

function events(file) {
  const calendar = new ICAL.Component(ICAL.parse(file));
  return calendar.getAllSubcomponents("vevent").map((component) => {
    // Nothing recurs; looking for exceptions it would read the whole file for every event.
    const event = new ICAL.Event(component, { exceptions: [] });
    return {
      uid: event.uid,
      starts: moment(event.startDate),
      ends: moment(event.endDate),
      summary: event.summary,
      description: event.description,
      location: event.location ?? "",
      status: component.getFirstPropertyValue("status"),
      sequence: event.sequence,
    };
  });
}

function answer(line) {
  try {
    return { events: events(JSON.parse(line)) };
  } catch (error) {
    return { refused: String(error) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(answer(line))}\n`);
}
