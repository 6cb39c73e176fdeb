# SPDX-License-Identifier: Apache-2.0
# Everything that is done with ws3d from its source. `make` alone lists it.

# The Python that the environment is made with, and where the environment lies.
PYTHON ?= python3
WS3D_VENV ?= $(CURDIR)/.venv

export WS3D_VENV
BIN := $(WS3D_VENV)/bin
# Commands see this environment's packages in the ament index, ahead of a ROS installation's.
export AMENT_PREFIX_PATH := $(WS3D_VENV)$(addprefix :,$(AMENT_PREFIX_PATH))
ifdef ROS_DISTRO
# The wheels find their libraries by themselves; with a ROS installation the messages built here must
# be named.
export LD_LIBRARY_PATH := $(WS3D_VENV)/lib$(addprefix :,$(LD_LIBRARY_PATH))
endif

.PHONY: help setup demo test test-quick bench evaluate evaluate-short lint types format packaging smoke-kilted clean

help: ## List the targets
	@echo "Usage: make TARGET"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Make or update the environment in .venv: Python packages, ROS 2, the messages
	@$(PYTHON) environment/setup_environment.py --venv $(WS3D_VENV)

demo: setup ## Show it working: a recorded room through the real node, with a table and a picture
	$(BIN)/ws3d-demo

# Two at a time: many tests wait for processes or compute on one core. More would make nodes late.
PYTEST := $(BIN)/python -m pytest --numprocesses 2 --dist loadfile

test: setup ## Run all tests
	$(PYTEST)

test-quick: setup ## Run the tests that take less than a few seconds each: none that starts a node
	@# One thread a process: two processes of two threads on two cores wait for each other.
	OMP_NUM_THREADS=1 $(PYTEST) -m "not slow and not ros" --ignore=test/ws3d_ros/graph

bench: setup ## Measure speed and memory and print the figures beside what is asked
	$(BIN)/python -m bench

evaluate: setup ## Evaluate generated bags of a home, an office and a street against their limits
	$(BIN)/python -m ws3d_ros.bag_evaluation.scenario_set --out build/evaluation \
	  config/scenarios/home.yaml config/scenarios/office.yaml config/scenarios/street.yaml

evaluate-short: setup ## The same on one short bag, in less than 90 seconds: for every change
	$(BIN)/python -m ws3d_ros.bag_evaluation.scenario_set --out build/evaluation \
	  config/scenarios/short.yaml

lint: setup ## Check format and style
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: setup ## Check types
	$(BIN)/mypy

format: setup ## Format the code and mend what the linter can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

packaging: setup ## Check the manifests, build sdist and wheel, and build a workspace with colcon
	$(BIN)/python environment/check_packaging.py

# Its environment is beside the other one; the same tests of the graph run in it.
smoke-kilted: ## Run the tests of the ROS graph on ROS 2 Kilted, in an environment of its own
	@$(PYTHON) environment/setup_environment.py --venv $(WS3D_VENV)-kilted --distribution kilted
	AMENT_PREFIX_PATH=$(WS3D_VENV)-kilted $(WS3D_VENV)-kilted/bin/python -m pytest test/ws3d_ros/graph/test_graph.py

clean: ## Remove what was built; `rm -rf .venv` removes the environment
	rm -rf build install log *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -not -path './.venv*' -prune -exec rm -rf {} +
