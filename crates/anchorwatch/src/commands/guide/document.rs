//! `anchorwatch.guide/1`.

use serde::Serialize;

use crate::{
    commands::guide::{AFTERWARDS, Fingerprint, Step, System, WARNINGS, fingerprints},
    words::Words,
};
use anchorwatch_policy::Class;

const SCHEMA: &str = "anchorwatch.guide/1";

/// The guide for one system.
#[derive(Debug, Serialize)]
pub(crate) struct Document {
    schema: &'static str,
    system: &'static str,
    warnings: Vec<StepDocument>,
    steps: Vec<StepDocument>,
    fingerprints: Vec<FingerprintDocument>,
    afterwards: Vec<StepDocument>,
}

/// The available guides.
#[derive(Debug, Serialize)]
pub(crate) struct List {
    schema: &'static str,
    systems: Vec<SystemDocument>,
}

#[derive(Debug, Serialize)]
struct SystemDocument {
    system: &'static str,
    title: String,
}

#[derive(Debug, Serialize)]
struct StepDocument {
    code: &'static str,
    text: String,
    commands: &'static [&'static str],
    /// Alternatives to the step, for another device or another way; do one of them.
    alternatives: Vec<Self>,
}

#[derive(Debug, Serialize)]
struct FingerprintDocument {
    known_id: &'static str,
    class: &'static str,
    operator: &'static str,
    subject: &'static str,
    not_before: String,
    not_after: String,
    cert_sha256: String,
    cert_sha1: &'static str,
}

impl Document {
    pub(crate) fn of(system: System, english: &Words) -> Self {
        let told = |steps: &[Step]| {
            steps
                .iter()
                .map(|it| StepDocument::of(it, system, english))
                .collect()
        };
        Self {
            schema: SCHEMA,
            system: system.code(),
            warnings: told(WARNINGS),
            steps: told(system.steps()),
            fingerprints: fingerprints().iter().map(FingerprintDocument::of).collect(),
            afterwards: told(AFTERWARDS),
        }
    }
}

impl List {
    pub(crate) fn of(english: &Words) -> Self {
        Self {
            schema: SCHEMA,
            systems: System::ALL
                .map(|system| SystemDocument {
                    system: system.code(),
                    title: english.say(&format!("guide-{}-title", system.code())),
                })
                .into(),
        }
    }
}

impl StepDocument {
    fn of(step: &Step, system: System, english: &Words) -> Self {
        Self {
            code: step.code,
            text: step.text(system, english),
            commands: step.commands,
            alternatives: step
                .alternatives
                .iter()
                .map(|one| Self::of(one, system, english))
                .collect(),
        }
    }
}

impl FingerprintDocument {
    fn of(one: &Fingerprint) -> Self {
        let Fingerprint { known, certificate } = one;
        Self {
            known_id: known.id,
            class: Class::of_conduct(known.conduct).code(),
            operator: known.operator,
            subject: certificate.subject,
            not_before: certificate.not_before.to_string(),
            not_after: certificate.not_after.to_string(),
            cert_sha256: certificate.sha256.to_string(),
            cert_sha1: certificate.sha1_hex,
        }
    }
}
