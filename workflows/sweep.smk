# A data set by Snakemake: parts side by side, then the check of the whole.
#
#   snakemake -s workflows/sweep.smk --config sweep=SET.toml set=sets/foils parts=8 -j 2
#
# A part that was killed is made again by the same command and goes on where it stopped.
import os

PROGRAM = os.environ.get("GLASSCOPE", "glasscope")
SET = config["set"].rstrip("/")
PARTS = int(config.get("parts", 1))


rule all:
    input:
        f"{SET}.work/verified",


rule part:
    input:
        config["sweep"],
    output:
        touch(f"{SET}.work/part-{{number}}-of-{PARTS}"),
    threads: 1
    shell:
        f"{PROGRAM} sweep {{input}} -o {SET} --quiet --threads {{threads}} --part {{wildcards.number}}/{PARTS}"


rule verify:
    input:
        expand(f"{SET}.work/part-{{number}}-of-{PARTS}", number=range(1, PARTS + 1)),
    output:
        touch(f"{SET}.work/verified"),
    shell:
        f"{PROGRAM} sweep --verify {SET}"
