import type { Guard } from "./guard.ts";

export const applications: Guard[] = [
  // A decision can be taken back; a returned application comes back by its applicant; withdrawn is for good
  {
    name: "applications_guard_state",
    body: `
      begin
        if old.state is distinct from new.state and not (old.state || '>' || new.state = any (array[
          'draft>submitted', 'draft>withdrawn',
          'submitted>returned', 'submitted>waiting', 'submitted>qualified', 'submitted>ineligible', 'submitted>withdrawn',
          'returned>submitted', 'returned>waiting', 'returned>qualified', 'returned>ineligible', 'returned>withdrawn',
          'waiting>submitted', 'waiting>returned', 'waiting>qualified', 'waiting>ineligible', 'waiting>withdrawn',
          'qualified>submitted', 'qualified>waiting', 'qualified>ineligible', 'qualified>withdrawn',
          'ineligible>submitted', 'ineligible>returned', 'ineligible>waiting', 'ineligible>qualified'
        ])) then
          raise exception 'an application cannot go from % to %', old.state, new.state using errcode = 'CD001';
        end if;
        return new;
      end`,
    triggers: ["guard_state before update of state on applications for each row"],
  },
];
